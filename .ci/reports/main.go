// Reports judges what vendorgate writes by readers that are not vendorgate's: the
// official schemas and libraries of each format. It is a module of its own, so
// that none of them weighs on the product.
//
//	go run . FOLDER
//	go run . --sign-again <ENVELOPES
//
// FOLDER holds reports as FORMAT/NAME. A format without a reader here is an
// error: whoever adds one says here who judges it. With --sign-again the envelopes
// are opened, and what is in them is signed as another program would do it.
package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go run . FOLDER, or go run . --sign-again <ENVELOPES")
		os.Exit(2)
	}
	var err error
	if os.Args[1] == "--sign-again" {
		var data []byte
		if data, err = io.ReadAll(os.Stdin); err == nil {
			err = signAgain(data, os.Stdout)
		}
	} else {
		err = judge(os.Args[1])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// judge reads every report of a folder, and joins what is wrong with them.
func judge(folder string) error {
	formats, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	var wrong []error
	for _, format := range formats {
		read, known := readers[format.Name()]
		if !known {
			wrong = append(wrong, fmt.Errorf("nobody judges the format %s; known are %v", format.Name(), slices.Sorted(maps.Keys(readers))))
			continue
		}
		names, err := filepath.Glob(filepath.Join(folder, format.Name(), "*"))
		if err != nil {
			return err
		}
		if len(names) == 0 {
			wrong = append(wrong, fmt.Errorf("there is no report in %s", format.Name()))
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			if read == nil {
				continue
			}
			if err := read(data); err != nil {
				// A schema says much about what is wrong a thousand times.
				wrong = append(wrong, fmt.Errorf("%s: %.3000s", name, err))
			}
		}
		fmt.Printf("%s: %d reports read\n", format.Name(), len(names))
	}
	if len(formats) == 0 {
		wrong = append(wrong, errors.New("the folder is empty"))
	}
	return errors.Join(wrong...)
}
