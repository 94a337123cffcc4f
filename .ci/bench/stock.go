//go:build ignore

// Command stock writes, into a folder, what a stock OPA needs beside the
// policies to come to the same statuses: companion.rego and data.json.
//
//	go run .ci/bench/stock.go DIR DATE
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/vendorgate/vendorgate/pkg/gate"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("usage: go run .ci/bench/stock.go DIR DATE")
	}
	g, err := gate.New(context.Background(), gate.Options{AsOf: args[1]})
	if err != nil {
		return err
	}
	companion, data := g.Stock()
	encoded, err := json.Marshal(data)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(args[0], "companion.rego"), []byte(companion), 0o600); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(args[0], "data.json"), encoded, 0o600)
}
