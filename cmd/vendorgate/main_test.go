package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/gate"
)

var update = flag.Bool("update", false, "rewrite the expected outputs in the scripts")

// TestMain lets the test binary stand in for vendorgate, so that the scripts
// run the real main in a process of its own.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"vendorgate":   main,
		"read-report":  readReport,
		"upload-sarif": uploadSARIF,
		"run-action":   runAction,
	})
}

// TestScripts runs the scripts of testdata. Every one finds these files in its
// folder:
//
//	acme.yaml      a profile that answers little, acme.json the same as JSON
//	purchase.yaml  an engagement for which little is asked
//	deal.yaml      the same engagement, naming acme.yaml as its profile
//	pair.ndjson    the profile and the engagement as a line of a stream
//	lenient.yaml   requirements that switch off every control they may
//
// The profile is approved for the purchase by the lenient requirements, and
// rejected without them. Only what no requirements can switch off, the duties
// set by law or by the guide, bears on that: the two files answer those that
// apply, and TestFixtureIsApproved says when they no longer do.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			files, err := fixture()
			for name, text := range files {
				err = errors.Join(err, os.WriteFile(filepath.Join(env.WorkDir, name), text, 0o600))
			}
			return err
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"status":    status,
			"interrupt": interrupt,
			"jsonfield": jsonField,
			"keypair":   keyPair,
		},
	})
}

// fixture makes the files that all scripts share from the two that are written
// by hand.
var fixture = sync.OnceValues(func() (map[string][]byte, error) {
	files := map[string][]byte{}
	objects := map[string]json.RawMessage{}
	for field, name := range map[string]string{"profile": "acme", "engagement": "purchase"} {
		text, err := os.ReadFile(filepath.Join("testdata", "common", name+".yaml"))
		if err != nil {
			return nil, err
		}
		doc, err := document.Parse(name+".yaml", text, document.Limits{})
		if err != nil {
			return nil, err
		}
		object, err := json.Marshal(doc.Value())
		if err != nil {
			return nil, err
		}
		files[name+".yaml"], objects[field] = text, object
	}
	line, err := json.Marshal(objects)
	if err != nil {
		return nil, err
	}
	files["acme.json"] = objects["profile"]
	files["pair.ndjson"] = append(line, '\n')
	files["deal.yaml"] = append(bytes.Clone(files["purchase.yaml"]), "profile: ./acme.yaml\n"...)
	files["lenient.yaml"], err = lenient()
	return files, err
})

// lenient are requirements that switch off every control that can be.
func lenient() ([]byte, error) {
	g, err := gate.New(context.Background(), gate.Options{})
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString("apiVersion: vendorgate/v1\nkind: Requirements\ncurrency: USD\ncontrols:\n")
	for _, c := range g.Controls() {
		if c.Waivable {
			fmt.Fprintf(&b, "  - {control: %s, disabled: {reason: not part of this test}}\n", c.ID)
		}
	}
	return b.Bytes(), nil
}

func TestFixtureIsApproved(t *testing.T) {
	t.Parallel()
	files, err := fixture()
	if err != nil {
		t.Fatal(err)
	}
	bytesOf := func(name string) gate.Source { return gate.Bytes(name, files[name]) }
	g, err := gate.New(context.Background(), gate.Options{Requirements: bytesOf("lenient.yaml"), AsOf: "2026-01-01"})
	if err != nil {
		t.Fatal(err)
	}
	d := g.Check(context.Background(), gate.Request{Profile: bytesOf("acme.yaml"), Engagement: bytesOf("purchase.yaml")})
	if d.Verdict == finding.Approved {
		return
	}
	t.Errorf("the profile of the scripts is %s (%s): answer in testdata/common what these ask for", d.Verdict, d.Fault)
	for _, p := range d.Problems {
		t.Log(p)
	}
	for _, f := range d.Findings {
		if f.Blocking {
			t.Logf("%s %s is %s", f.Code, f.Control, f.Status)
		}
	}
}

// status runs a command that must end with an exit code: status 3 vendorgate
// check x.yaml.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status CODE COMMAND...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// keyPair makes an Ed25519 key and its public half, as files in PEM form:
// keypair county.key county.pub.
func keyPair(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: keypair PRIVATE PUBLIC")
	}
	public, private, err := ed25519.GenerateKey(nil)
	ts.Check(err)
	for i, half := range []struct {
		kind   string
		encode func() ([]byte, error)
	}{
		{"PRIVATE KEY", func() ([]byte, error) { return x509.MarshalPKCS8PrivateKey(private) }},
		{"PUBLIC KEY", func() ([]byte, error) { return x509.MarshalPKIXPublicKey(public) }},
	} {
		der, err := half.encode()
		ts.Check(err)
		ts.Check(os.WriteFile(ts.MkAbs(args[i]), pem.EncodeToMemory(&pem.Block{Type: half.kind, Bytes: der}), 0o600))
	}
}

// interrupt runs a command, gives it the lines of a file on its standard input
// without ever ending it, and sends it a signal when it has read them:
// interrupt INT 130 lines.ndjson vendorgate check -. Its outputs go to the
// files out and err.
func interrupt(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 4 {
		ts.Fatalf("usage: interrupt INT|TERM CODE INPUT COMMAND...")
	}
	signal := map[string]os.Signal{"INT": os.Interrupt, "TERM": syscall.SIGTERM}[args[0]]
	want, err := strconv.Atoi(args[1])
	ts.Check(err)
	cmd := exec.Command(args[3], args[4:]...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = append(os.Environ(), "HOME=/no-home")
	out, err := os.Create(ts.MkAbs("out"))
	ts.Check(err)
	defer out.Close()
	problems, err := os.Create(ts.MkAbs("err"))
	ts.Check(err)
	defer problems.Close()
	cmd.Stdout, cmd.Stderr = out, problems
	stdin, err := cmd.StdinPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	// A pipe takes 64 KiB without a reader: only when much more is through has
	// the command certainly begun to read, with its signal handler in place.
	input := strings.TrimSpace(ts.ReadFile(args[2])) + "\n"
	for written := 0; written < 256<<10; {
		n, err := io.WriteString(stdin, input)
		ts.Check(err)
		written += n
	}
	ts.Check(cmd.Process.Signal(signal))
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case <-ended:
	case <-time.After(20 * time.Second):
		cmd.Process.Kill()
		ts.Fatalf("still running long after the signal")
	}
	if got := cmd.ProcessState.ExitCode(); got != want {
		ts.Fatalf("exit code %d (%s), want %d", got, cmd.ProcessState, want)
	}
}

// jsonField compares a value in a JSON file: jsonfield report.json
// summary.approved 1. A number in the path is an index, # the length.
func jsonField(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: [!] jsonfield FILE PATH VALUE")
	}
	d := json.NewDecoder(strings.NewReader(ts.ReadFile(args[0])))
	d.UseNumber()
	var v any
	ts.Check(d.Decode(&v))
	for _, step := range strings.Split(args[1], ".") {
		switch in := v.(type) {
		case map[string]any:
			v = in[step]
		case []any:
			if step == "#" {
				v = len(in)
				continue
			}
			i, err := strconv.Atoi(step)
			ts.Check(err)
			if i >= len(in) {
				ts.Fatalf("%s: only %d entries", args[1], len(in))
			}
			v = in[i]
		default:
			ts.Fatalf("%s: nothing at %s", args[1], step)
		}
	}
	if got := fmt.Sprint(v); (got == args[2]) == neg {
		ts.Fatalf("%s is %s, want %s", args[1], got, args[2])
	}
}
