package document

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"
)

// syntax tells the one fault of grammar that a YAML file can have: after it
// nothing can be read. The library speaks of tokens, and often notices a slip
// a line after it was made; a person needs to know what they wrote, and where.
func (r *yamlReader) syntax(err error, text string) {
	r.stopped = true
	var load *yaml.LoadError
	var panicked panicked
	switch {
	case errors.As(err, &load):
		f := (&slip{LoadError: load, lines: linesOf(text)}).explain(r.limits)
		r.faults.add(f.Line, f.Column, f.Message, f.Hint)
	case errors.As(err, &panicked):
		r.faults.add(0, 0, "the YAML reader failed: "+quoted(panicked.Error()), "this is a bug of vendorgate: please report it; as JSON the file can be read")
	default:
		r.faults.add(0, 0, "the YAML reader failed: "+quoted(err.Error()), "")
	}
}

// linesOf splits a text where YAML does.
func linesOf(text string) []string {
	return strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text), "\n")
}

// A slip is a fault of grammar with the lines around it.
type slip struct {
	*yaml.LoadError
	lines []string
}

// An explanation is a place, what is wrong there, and what to do.
type explanation struct {
	yaml.Mark
	Message, Hint string
}

// line returns line n, counted from 1; beyond the text there are empty lines.
func (s *slip) line(n int) string {
	if n < 1 || n > len(s.lines) {
		return ""
	}
	return s.lines[n-1]
}

// around returns what stands before and from a place in its line.
func (s *slip) around(m yaml.Mark) (before, from string) {
	line := []rune(s.line(m.Line))
	at := max(0, min(m.Column-1, len(line)))
	return string(line[:at]), string(line[at:])
}

func (s *slip) explain(limits Limits) explanation {
	before, from := s.around(s.Mark)
	here := func(message, hint string) explanation { return explanation{s.Mark, message, hint} }
	opened := func(message, hint string) explanation { return explanation{s.ContextMark, message, hint} }
	said := func(parts ...string) bool {
		for _, p := range parts {
			if strings.Contains(s.Message, p) {
				return true
			}
		}
		return false
	}
	switch {
	case said(errTooDeep.Error()):
		return here(tooDeep(limits), hintTooDeep)

	case said("unknown anchor"):
		return here("an alias, "+quoted(firstWord(from)), hintAlias)
	case said("alphabetic or numeric character") && strings.Contains(s.ContextMsg, "alias"),
		said("alphabetic or numeric character") && strings.Contains(s.ContextMsg, "anchor"):
		return opened("a value cannot begin with * or &", "put the value in quotes")
	case strings.Contains(s.ContextMsg, "a tag"), said("undefined tag handle"):
		return opened("a tag", hintTag)
	case strings.Contains(s.ContextMsg, "directive"), said("directive", "incompatible YAML document"):
		return explanation{yaml.Mark{Line: s.Line(), Column: 1}, "a YAML directive", hintDirective}

	case strings.Contains(s.ContextMsg, "quoted scalar"):
		_, opening := s.around(s.ContextMark)
		switch {
		case said("end of stream", "document indicator"):
			return opened("the text that begins here is not closed", "close it with "+opening[:min(1, len(opening))])
		case said("escape", "hexadecimal"):
			return here(s.badEscape())
		}
	case strings.HasPrefix(strings.TrimLeft(from, " "), "\t") && !said("expected key"), said("tab"):
		return here("a tab where YAML wants spaces", "indent with spaces only")
	case said("cannot start any token"):
		return here("a value cannot begin with "+bare(from[:min(1, len(from))]), "put the value in quotes")

	case said("mapping values are not allowed"), said("could not find expected ':'"):
		return s.misplacedColon()
	case said("block sequence entries are not allowed"):
		return here("a list cannot begin behind the name of its field", "begin the list on the next line, or write [a, b]; a text that begins with - needs quotes")
	case said("did not find expected key"), said("did not find expected '-' indicator"):
		return s.misaligned(before, from)
	case said("',' or ']'", "',' or '}'"):
		return here("a comma or a closing bracket is missing before this", s.stillOpen())
	case said("expected node content"):
		if s.Mark.Line >= len(s.lines) && strings.TrimSpace(from) == "" {
			return here("the file ends before the document does", "a bracket is still open: the file was cut off, or ] or } is missing")
		}
		return here("a value is missing before "+quoted(firstWord(from)), "write the value; a text that begins with one of , ] } needs quotes")

	case said("<document start>", "document-end marker"):
		return here("the document has ended, and something follows it", "put one document into a file, and remove what follows it")
	case strings.Contains(s.ContextMsg, "block scalar"):
		return here("after | or > the text must begin on the next line", "write the text below, indented with spaces; quote a value that begins with | or >")
	case said("mapping keys are not allowed"):
		return here("a value cannot begin with ?", "put the value in quotes")
	}
	return here("this is not YAML: "+s.Message, "")
}

// Line is the line of the fault, or where the library has forgotten it, the
// first.
func (s *slip) Line() int { return max(1, s.Mark.Line) }

func (s *slip) stillOpen() string {
	_, opening := s.around(s.ContextMark)
	return fmt.Sprintf("the %s of line %d, column %d is still open", opening[:min(1, len(opening))], s.ContextMark.Line, s.ContextMark.Column)
}

var surrogate = regexp.MustCompile(`^(?:\\?u)?[dD][89a-fA-F][0-9a-fA-F]{2}`)

func (s *slip) badEscape() (message, hint string) {
	_, from := s.around(s.Mark)
	if surrogate.MatchString(from) {
		return "an escape that stands for half a character", `write the character itself; in YAML an escape for it is one of eight figures, as "\U0001F600"`
	}
	return "a backslash that YAML gives no meaning", `write \\ for a backslash, or put the text in single quotes, as 'C:\files'`
}

var (
	// glued is a field whose value follows its colon without a space.
	glued = regexp.MustCompile(`^[\s-]*([A-Za-z_][A-Za-z0-9_-]*):[^\s:/]`)
	// fielded is a field with a value behind it.
	fielded = regexp.MustCompile(`^[\s-]*[^\s:#]+:\s+[^\s#|>]`)
)

// misplacedColon explains the two errors that all come from a colon: one too
// many in a line, one without its space in the line before, or a line that
// hangs in the air.
func (s *slip) misplacedColon() explanation {
	at := s.Mark
	if s.ContextMark.Line > 0 { // of the word that waits for a colon
		at = s.ContextMark
	}
	for n := at.Line; n >= max(1, at.Line-1); n-- {
		if m := glued.FindStringSubmatchIndex(s.line(n)); m != nil {
			return explanation{
				yaml.Mark{Line: n, Column: len([]rune(s.line(n)[:m[3]])) + 1},
				"no space after the colon",
				"write " + s.line(n)[m[2]:m[3]] + ": and then the value",
			}
		}
	}
	if s.ContextMark.Line > 0 {
		return explanation{at, "this line is neither a field nor an entry of a list", "write `name: value`; put a text of several lines in quotes or below |"}
	}
	before, _ := s.around(at)
	if strings.Contains(before, ": ") {
		return explanation{at, "a second colon in one line", "put the value in quotes if the colon belongs to it"}
	}
	if e, ok := s.hanging(at.Line); ok {
		return e
	}
	return explanation{at, "a colon where no field can be", "put the value in quotes if the colon belongs to it"}
}

// hanging explains a line that is indented below a field which has its value.
func (s *slip) hanging(line int) (explanation, bool) {
	for n := line - 1; n > 0; n-- {
		above := strings.TrimSpace(s.line(n))
		if above == "" || strings.HasPrefix(above, "#") {
			continue
		}
		if !fielded.MatchString(s.line(n)) || indentation(s.line(line)) <= indentation(s.line(n)) {
			break
		}
		return explanation{
			yaml.Mark{Line: line, Column: indentation(s.line(line)) + 1},
			fmt.Sprintf("this line is indented below line %d, which has a value already", n),
			"indent it like the fields it belongs to",
		}, true
	}
	return explanation{}, false
}

// misaligned explains what is left when a mapping or a list cannot go on.
func (s *slip) misaligned(before, from string) explanation {
	switch {
	case strings.TrimSpace(before) != "" && strings.Trim(before, " -") != "":
		return explanation{s.Mark, "something follows the value: " + quoted(strings.TrimSpace(from)), "remove it, or put the whole value in one pair of quotes"}
	case strings.HasPrefix(from, "- ") || from == "-":
		return explanation{s.Mark, "an entry of a list where a field is due", "a list stands below the name of its field, indented no less than it"}
	case indentation(before) == s.ContextMark.Column-1 && strings.Contains(s.Message, "key"):
		return explanation{s.Mark, "this line is no field", "write `name: value`"}
	case indentation(before) == s.ContextMark.Column-1:
		return explanation{s.Mark, fmt.Sprintf("a field in the list that begins in line %d", s.ContextMark.Line), "an object holds fields only, and a list holds entries that begin with - only"}
	default:
		if e, ok := s.hanging(s.Mark.Line); ok {
			return e
		}
		return explanation{s.Mark, "this line does not line up with the ones above it", "indent it with exactly as many spaces as the fields or entries it belongs to"}
	}
}

func indentation(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

func firstWord(text string) string {
	if fields := strings.Fields(text); len(fields) > 0 {
		return fields[0]
	}
	return ""
}
