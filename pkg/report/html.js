(function () {
  "use strict";
  var table = document.getElementById("table");
  var fields = document.getElementById("filter");
  if (!table || !fields) { return; }
  var body = table.tBodies[0];
  var rows = Array.prototype.slice.call(body.rows);
  var find = document.getElementById("find");
  var verdict = document.getElementById("verdict");
  var tier = document.getElementById("tier");
  var shown = document.getElementById("shown");
  var order = { undecided: 0, rejected: 1, approved: 2 };

  function filter() {
    var words = find.value.toLowerCase().trim();
    var n = 0;
    rows.forEach(function (row) {
      var fits = (!verdict.value || row.dataset.verdict === verdict.value) &&
        (!tier.value || row.dataset.tier === tier.value) &&
        (!words || row.cells[0].textContent.toLowerCase().indexOf(words) >= 0);
      row.hidden = !fits;
      var details = document.getElementById(row.cells[0].querySelector("a").getAttribute("href").slice(1));
      if (details) { details.hidden = !fits; }
      if (fits) { n++; }
    });
    shown.textContent = n + " of " + rows.length + " shown";
  }

  function key(row, column) {
    if (column === 1) { return order[row.dataset.verdict]; }
    var text = row.cells[column].textContent.trim();
    if (column < 3) { return text.toLowerCase(); }
    return text === "·" ? -1 : Number(text);
  }

  function sort(column, head) {
    // Numbers start with the largest, words with the first.
    var down = head.hasAttribute("aria-sort") ? head.getAttribute("aria-sort") === "ascending" : column >= 3;
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (cell) { cell.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    rows.map(function (row, i) { return { row: row, key: key(row, column), at: i }; })
      .sort(function (a, b) {
        var order = a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
        return (down ? -order : order) || a.at - b.at;
      })
      .forEach(function (entry) { body.appendChild(entry.row); });
  }

  Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, column) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    if (head.title) { button.title = head.title; }
    head.textContent = "";
    head.appendChild(button);
    button.addEventListener("click", function () { sort(column, head); });
  });
  table.caption.textContent = "Vendors; choose a heading to sort by it";
  [find, verdict, tier].forEach(function (field) { field.addEventListener("input", filter); });
  fields.hidden = false;

  function open() {
    var target = location.hash && document.getElementById(location.hash.slice(1));
    if (target && target.tagName === "DETAILS") { target.open = true; }
  }
  window.addEventListener("hashchange", open);
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest('a[href^="#"]');
    var target = link && document.getElementById(link.getAttribute("href").slice(1));
    if (target && target.tagName === "DETAILS") { target.open = true; }
  });
  open();
})();
