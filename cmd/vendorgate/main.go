// Command vendorgate checks vendor profiles against a member's requirements.
//
// It is thin: package gate decides, package report renders, and what is here
// finds out what to do and says how it went. Start reading at run (run.go);
// every exit code comes from exit.go.
package main

import (
	"context"
	"os"
)

func main() {
	ctx := untilSignal(context.Background(), os.Exit)
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
