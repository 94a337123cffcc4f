package main

import (
	"cmp"
	"io"
	"os"
	"strconv"
	"strings"

	"golang.org/x/term"

	"github.com/vendorgate/vendorgate/pkg/report"
)

// isTerminal reports whether a person watches what is written to w.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd())) //nolint:gosec // a file descriptor is an int everywhere
}

// reportOptions says how text on w is to look. Only a terminal gets colours and
// an alphabet of its own: what goes to a file or a pipe is the same everywhere.
func reportOptions(w io.Writer, color string, verbose bool) report.Options {
	tty := isTerminal(w)
	return report.Options{
		Width:   columns(w, tty),
		Color:   colors(color, tty),
		ASCII:   tty && asciiOnly(),
		Verbose: verbose,
	}
}

// colors decides on colours as https://no-color.org and
// https://bixense.com/clicolors ask; what the user set for vendorgate itself
// wins over both.
func colors(when string, tty bool) bool {
	force := os.Getenv("CLICOLOR_FORCE")
	switch {
	case when == "always":
		return true
	case when == "never", os.Getenv("NO_COLOR") != "":
		return false
	case force != "" && force != "0":
		return true
	}
	return tty && os.Getenv("TERM") != "dumb" && os.Getenv("CLICOLOR") != "0"
}

// columns is the width of the text: what COLUMNS says, else that of the
// terminal, else 0 for the usual one.
func columns(w io.Writer, tty bool) int {
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		return n
	}
	if f, ok := w.(*os.File); ok && tty {
		if n, _, err := term.GetSize(int(f.Fd())); err == nil { //nolint:gosec // as above
			return n
		}
	}
	return 0
}

// asciiOnly reports whether the terminal cannot be trusted to show more than
// ASCII: it is a dumb one, or the locale names another encoding than UTF-8.
func asciiOnly() bool {
	if os.Getenv("TERM") == "dumb" {
		return true
	}
	locale := strings.ToLower(cmp.Or(os.Getenv("LC_ALL"), os.Getenv("LC_CTYPE"), os.Getenv("LANG")))
	return locale != "" && !strings.Contains(locale, "utf-8") && !strings.Contains(locale, "utf8")
}

// textWidth is columns, bounded to what is easy to read.
func textWidth(w io.Writer) int {
	n := columns(w, isTerminal(w))
	if n == 0 {
		n = 80
	}
	return min(max(n, 40), 120)
}
