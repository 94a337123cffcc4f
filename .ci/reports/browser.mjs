// Opens HTML reports in a headless browser and looks at what a reader would see:
// node browser.mjs MODULES BROWSER FOLDER [SHOTS]
//
// MODULES is the node_modules folder that holds axe-core and html-validate,
// FOLDER holds the reports, and into SHOTS go pictures of them. The browser is
// driven through a pipe, in the protocol of its developer tools.
import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const [modules, program, folder, shots] = process.argv.slice(2);
if (!folder) {
  console.error("usage: node browser.mjs MODULES BROWSER FOLDER [SHOTS]");
  process.exit(2);
}
const require = createRequire(join(modules, "x.js"));
const axe = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");
const { HtmlValidate } = require("html-validate");

const faults = [];
const fault = (page, text) => faults.push(`${page}: ${text}`);

// A Browser answers commands by their number and hands out events.
class Browser {
  #waiting = new Map();
  #next = 1;
  constructor(home) {
    this.process = spawn(program, [
      "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-pipe",
      "--disable-background-networking", "--no-first-run", `--user-data-dir=${home}`, "about:blank",
    ], { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
    let text = "";
    this.process.stdio[4].setEncoding("utf8").on("data", (chunk) => {
      const parts = (text + chunk).split("\0");
      text = parts.pop();
      for (const part of parts) this.#take(JSON.parse(part));
    });
    this.process.on("exit", () => this.#waiting.forEach(({ refuse }) => refuse(new Error("the browser ended"))));
    this.events = () => {};
  }
  #take(message) {
    const waiting = this.#waiting.get(message.id);
    if (!waiting) return this.events(message);
    this.#waiting.delete(message.id);
    message.error ? waiting.refuse(new Error(JSON.stringify(message.error))) : waiting.answer(message.result);
  }
  send(method, params = {}, sessionId = undefined) {
    const id = this.#next++;
    this.process.stdio[3].write(JSON.stringify({ id, method, params, sessionId }) + "\0");
    return new Promise((answer, refuse) => this.#waiting.set(id, { answer, refuse }));
  }
}

const widths = { desktop: { width: 1300, height: 900 }, phone: { width: 390, height: 844 } };

// view opens a page anew and calls look with a function that evaluates in it.
async function view(browser, name, file, { width, height, mobile, scheme = "light", script = true, look }) {
  const { targetId } = await browser.send("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await browser.send("Target.attachToTarget", { targetId, flatten: true });
  const send = (method, params) => browser.send(method, params, sessionId);
  let loaded;
  const whole = new Promise((done) => { loaded = done; });
  browser.events = ({ method, params, sessionId: of }) => {
    if (of !== sessionId) return;
    if (method === "Page.loadEventFired") loaded();
    if (method === "Runtime.exceptionThrown") fault(name, `script: ${params.exceptionDetails.text}`);
    if (method === "Log.entryAdded") fault(name, `console: ${params.entry.text}`);
    if (method === "Page.javascriptDialogOpening") fault(name, "a dialog opened");
    if (method === "Network.requestWillBeSent" && !params.request.url.startsWith("file:")) fault(name, `asks for ${params.request.url}`);
  };
  for (const domain of ["Page", "Runtime", "Log", "Network"]) await send(`${domain}.enable`);
  await send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile });
  await send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
  await send("Emulation.setScriptExecutionDisabled", { value: !script });
  const began = performance.now();
  await send("Page.navigate", { url: "file://" + file });
  await whole;
  const took = performance.now() - began;
  const evaluate = async (expression) => {
    const { result, exceptionDetails } = await send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(`${name}: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
    return result.value;
  };
  if (look) await look(evaluate);
  if (shots) {
    const { data } = await send("Page.captureScreenshot", { format: "png" });
    await writeFile(join(shots, `${name}.png`), Buffer.from(data, "base64"));
  }
  await browser.send("Target.closeTarget", { targetId });
  return took;
}

// accessible asks axe for everything that it calls a fault.
async function accessible(name, evaluate) {
  await evaluate(axe + "; undefined");
  const found = await evaluate(`axe.run(document, {resultTypes: ["violations"]}).then((r) => r.violations.map((v) => v.id + ": " + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 120)).join(" | ")))`);
  for (const violation of found) fault(name, `axe: ${violation}`);
}

const overflows = "document.documentElement.scrollWidth > document.documentElement.clientWidth";

// portfolio sorts and filters, and compares what is shown with what the rows say.
async function portfolio(name, evaluate) {
  const rows = () => evaluate(`[...document.querySelectorAll("#table tbody tr")].map((r) => ({
    shown: r.offsetParent !== null, verdict: r.dataset.verdict, tier: r.dataset.tier,
    name: r.cells[0].textContent, count: r.cells[3].textContent }))`);
  const set = (id, value) => evaluate(`{ const e = document.getElementById(${JSON.stringify(id)}); e.value = ${JSON.stringify(value)}; e.dispatchEvent(new Event("input", {bubbles: true})); }`);
  const all = await rows();
  const expect = async (what, fits) => {
    const got = await rows();
    const wrong = got.filter((r) => r.shown !== fits(r)).length;
    const said = await evaluate(`document.getElementById("shown").textContent`);
    const want = `${got.filter(fits).length} of ${all.length} shown`;
    if (got.length !== all.length || wrong > 0) fault(name, `${what}: ${wrong} of ${got.length} rows are shown or hidden wrongly`);
    if (said !== want) fault(name, `${what}: it says "${said}", want "${want}"`);
    return got.filter(fits).length;
  };
  const some = async (what, fits) => {
    if (!(await expect(what, fits))) fault(name, `${what}: nothing is left, so nothing was tried`);
  };
  await some("at first", () => true);
  for (const verdict of ["approved", "rejected", "undecided"]) {
    await set("verdict", verdict);
    await (all.some((r) => r.verdict === verdict) ? some : expect)(verdict, (r) => r.verdict === verdict);
  }
  await set("verdict", "");
  const tier = all.find((r) => r.tier)?.tier;
  await set("tier", tier);
  await some(`tier ${tier}`, (r) => r.tier === tier);
  await set("tier", "");
  const word = all[all.length - 1].name.slice(0, 8).toLowerCase();
  await set("find", word);
  await some(`"${word}"`, (r) => r.name.toLowerCase().includes(word));
  await set("find", "no vendor has this name");
  await expect("a name that nobody has", () => false);
  await set("find", "");
  await some("at last", () => true);

  const click = (column) => evaluate(`document.querySelectorAll("#table thead th")[${column}].querySelector("button").click()`);
  const sorted = (list, compare) => list.every((x, i) => i === 0 || compare(list[i - 1], x) <= 0);
  const number = (r) => (r.count === "·" ? -1 : Number(r.count));
  await click(3);
  if (!sorted(await rows(), (a, b) => number(b) - number(a))) fault(name, "the first click does not put most first");
  await click(3);
  if (!sorted(await rows(), (a, b) => number(a) - number(b))) fault(name, "the second click does not put fewest first");
  await click(0);
  const text = (r) => r.name.trim().toLowerCase();
  if (!sorted(await rows(), (a, b) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0))) fault(name, "the names are not sorted");
  const opened = await evaluate(`{ const a = document.querySelector("#table tbody a"); a.click(); document.getElementById(a.getAttribute("href").slice(1)).open }`);
  if (!opened) fault(name, "a vendor's name does not open what is said of it");
}

const home = await mkdtemp(join(tmpdir(), "browser-"));
const browser = new Browser(home);
try {
  const validator = new HtmlValidate({ extends: ["html-validate:recommended"], rules: {
    "no-inline-style": "error",
    "long-title": "off", // the title is the answer
    "require-sri": "off", // nothing is fetched
    // White space between tags is no matter of readers.
    "no-trailing-whitespace": "off",
  } });
  for (const report of (await readdir(folder)).sort()) {
    const file = resolve(folder, report);
    // A browser takes a file for a page by the end of its name.
    const page = join(home, `${report}.html`);
    const text = await readFile(file, "utf8");
    await writeFile(page, text);
    const verdict = await validator.validateString(text);
    for (const message of verdict.results.flatMap((r) => r.messages).slice(0, 10)) {
      fault(report, `${message.line}:${message.column} ${message.ruleId}: ${message.message}`);
    }
    const many = text.includes('id="table"');
    let took = 0;
    for (const [device, size] of Object.entries(widths)) {
      for (const scheme of ["light", "dark"]) {
        const name = `${report}-${device}-${scheme}`;
        const time = await view(browser, name, page, { ...size, mobile: device === "phone", scheme, look: async (evaluate) => {
          if (await evaluate(overflows)) fault(name, "it is wider than the screen");
          if ((await evaluate("document.querySelectorAll('script:not([src])').length")) > 1) fault(name, "a script that is not ours");
          if ((device === "phone") === (scheme === "dark")) await accessible(name, evaluate);
        } });
        if (device === "desktop" && scheme === "light") took = time;
      }
    }
    if (many) await view(browser, `${report}-used`, page, { ...widths.desktop, mobile: false, look: (evaluate) => portfolio(report, evaluate) });
    await view(browser, `${report}-without-script`, page, { ...widths.desktop, mobile: false, script: false });
    console.log(`${report}: ${(text.length / 1e6).toFixed(2)} MB, open after ${Math.round(took)} ms`);
    if (text.length > 5e6) fault(report, "the page has more than 5 MB");
  }
} finally {
  browser.process.kill();
  await new Promise((done) => (browser.process.exitCode === null ? browser.process.once("exit", done) : done()));
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
}
for (const text of faults.slice(0, 60)) console.error(text);
console.log(`${faults.length} faults`);
process.exit(faults.length > 0 ? 1 : 0);
