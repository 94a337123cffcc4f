package document

import "fmt"

// Limits bound what one document may cost whoever reads it. The zero value
// means [DefaultLimits], and so does each field that is left at zero.
type Limits struct {
	// Bytes is the size of the file.
	Bytes int
	// Depth is how many objects and lists may stand inside one another.
	Depth int
	// Values counts everything that is a value: objects, lists, texts,
	// numbers, true, false and null. Names of fields are not counted.
	Values int
	// StringBytes is the length of one text, in bytes of UTF-8.
	StringBytes int
	// KeyBytes is the length of the name of one field, in bytes of UTF-8.
	KeyBytes int
	// NumberChars is the length of one number as it is written.
	NumberChars int
	// Exponent is the largest power of ten of a number, up or down.
	Exponent int
}

// DefaultLimits returns the limits that hold when none are given. They leave a
// real profile, of a few hundred values, a hundredfold room.
func DefaultLimits() Limits {
	return Limits{
		Bytes:       1 << 20,
		Depth:       64,
		Values:      20_000,
		StringBytes: 64 << 10,
		KeyBytes:    256,
		NumberChars: 40,
		Exponent:    30,
	}
}

// filled returns l with the default in place of every field that is not set.
// There is no way to say "no limit": a gate reads files of strangers.
func (l Limits) filled() Limits {
	d := DefaultLimits()
	for _, f := range []struct{ limit, fallback *int }{
		{&l.Bytes, &d.Bytes},
		{&l.Depth, &d.Depth},
		{&l.Values, &d.Values},
		{&l.StringBytes, &d.StringBytes},
		{&l.KeyBytes, &d.KeyBytes},
		{&l.NumberChars, &d.NumberChars},
		{&l.Exponent, &d.Exponent},
	} {
		if *f.limit <= 0 {
			*f.limit = *f.fallback
		}
	}
	return l
}

// size writes a number of bytes for a person.
func size(bytes int) string {
	switch {
	case bytes == 1:
		return "1 byte"
	case bytes >= 1<<20 && bytes%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", bytes>>20)
	case bytes >= 1<<10 && bytes%(1<<10) == 0:
		return fmt.Sprintf("%d KiB", bytes>>10)
	default:
		return fmt.Sprintf("%d bytes", bytes)
	}
}
