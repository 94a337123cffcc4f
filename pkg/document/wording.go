package document

import "fmt"

// What YAML and JSON can both have wrong is said in the same words.

const (
	hintObject    = "a document is a set of fields, and begins with `apiVersion: vendorgate/v1` and `kind:`"
	hintDuplicate = "keep one of the two"
	hintTooMany   = "split the file, or raise the limit on values"
	hintTooDeep   = "no document needs this: check that the file is what it should be"
	hintTooLong   = "give a short text here, and the long one as a document of its own"
	hintLongName  = "the name of a field is short: check that the file is what it should be"
)

func wantObject(got string) string { return "want an object, got " + got }

func duplicate(name string, line, column int) string {
	return fmt.Sprintf("the field %s is given twice: first in line %d, column %d", quoted(name), line, column)
}

func tooMany(l Limits) string { return fmt.Sprintf("the file has more than %d values", l.Values) }

func tooDeep(l Limits) string {
	return fmt.Sprintf("objects and lists are nested more than %d deep", l.Depth)
}

func tooLong(bytes int, l Limits) string {
	return fmt.Sprintf("a text of %d bytes: want at most %s", bytes, size(l.StringBytes))
}

func longName(bytes int, l Limits) string {
	return fmt.Sprintf("the name of a field has %d bytes: want at most %s", bytes, size(l.KeyBytes))
}
