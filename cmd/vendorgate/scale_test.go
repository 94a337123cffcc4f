package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	stdlog "log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/registry"
)

// A fleet is everything around the commands of docs/scale.md: the folder in which
// they run, the web server with the bundles, a registry, and what receives the
// decision logs. They are on other ports than on the page, which has its own.
type fleet struct {
	t      *testing.T
	home   string // holds what is on the PATH, and the folder
	folder string // in which the next command runs
	ports  *strings.Replacer

	asked atomic.Int64 // how often the web server was
	guard sync.Mutex
	logs  []loggedDecision
}

// A loggedDecision is an entry of the decision log, as it came and as far as it
// is looked at.
type loggedDecision struct {
	text   string
	Input  map[string]any `json:"input"`
	Result struct {
		Verdict string `json:"verdict"`
	} `json:"result"`
	Bundles map[string]struct {
		Revision string `json:"revision"`
	} `json:"bundles"`
}

// newFleet prepares what docs/scale.md needs. VENDORGATE_OPA names the official
// program.
func newFleet(t *testing.T) *fleet {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the page is written for a Unix shell")
	}
	opa := os.Getenv("VENDORGATE_OPA")
	if opa == "" {
		t.Skip("VENDORGATE_OPA names no opa, as .ci/run does for this test of most of a minute")
	}
	t.Setenv("VENDORGATE_OPA", "") // puts it back at the end
	for _, tool := range []string{"bash", "openssl", "curl", "xargs"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("the page needs %s: %v", tool, err)
		}
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	f := &fleet{t: t, home: t.TempDir()}
	f.folder = filepath.Join(f.home, "work")
	bin := filepath.Join(f.home, "bin")
	if err := errors.Join(os.Mkdir(f.folder, 0o700), os.Mkdir(bin, 0o700),
		os.Symlink(self, filepath.Join(bin, "vendorgate")), os.Symlink(opa, filepath.Join(bin, "opa"))); err != nil {
		t.Fatal(err)
	}
	if err := os.Unsetenv("VENDORGATE_OPA"); err != nil { // the program takes it for a setting
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	t.Setenv("DOCKER_CONFIG", t.TempDir()) // no credentials of whoever runs the test

	address := func(handler http.Handler) string {
		server := httptest.NewServer(handler)
		t.Cleanup(server.Close)
		return strings.TrimPrefix(server.URL, "http://")
	}
	f.ports = strings.NewReplacer(
		"127.0.0.1:8080", address(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			f.asked.Add(1)
			http.FileServer(http.Dir(filepath.Join(f.home, "work", "county", "bundles"))).ServeHTTP(w, r)
		})),
		"127.0.0.1:9090", address(http.HandlerFunc(f.receive)),
		"127.0.0.1:5000", address(registry.New(registry.Logger(stdlog.New(io.Discard, "", 0)))),
		"127.0.0.1:8181", freePort(t),
		"127.0.0.1:8182", freePort(t),
		// The page is patient, the test is not.
		"min_delay_seconds: 10, max_delay_seconds: 20", "min_delay_seconds: 1, max_delay_seconds: 1",
	)
	return f
}

func freePort(t *testing.T) string {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	return free.Addr().String()
}

// receive takes the decision logs.
func (f *fleet) receive(w http.ResponseWriter, r *http.Request) {
	var entries []json.RawMessage
	zip, err := gzip.NewReader(r.Body)
	if err == nil {
		err = json.NewDecoder(zip).Decode(&entries)
	}
	if err != nil || r.URL.Path != "/logs" {
		f.t.Errorf("no decision log at %s: %v", r.URL.Path, err)
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	f.guard.Lock()
	defer f.guard.Unlock()
	for _, entry := range entries {
		one := loggedDecision{text: string(entry)}
		if err := json.Unmarshal(entry, &one); err != nil {
			f.t.Errorf("%v: %s", err, entry)
		}
		f.logs = append(f.logs, one)
	}
}

// run runs commands as a person types them, and returns what they print.
func (f *fleet) run(commands string) string {
	f.t.Helper()
	var out, problems bytes.Buffer
	where := filepath.Join(f.home, "pwd")
	cmd := exec.Command("bash", "-c", f.ports.Replace(commands)+"\npwd >'"+where+"'\n") //nolint:gosec // of our own page
	cmd.Dir, cmd.Stdout, cmd.Stderr = f.folder, &out, &problems
	err := cmd.Run()
	said := strings.TrimSpace(regexp.MustCompile(`(?m)^Generating RSA.*|^[.+*]+$`).ReplaceAllString(problems.String(), ""))
	if err != nil || said != "" {
		f.t.Fatalf("%v\n%s\n%s%s", err, commands, said, out.String())
	}
	folder, err := os.ReadFile(where)
	if err != nil {
		f.t.Fatal(err)
	}
	f.folder = strings.TrimSpace(string(folder))
	return out.String()
}

// start starts a server, and waits until it answers.
func (f *fleet) start(commands string) {
	f.t.Helper()
	var out bytes.Buffer
	cmd := exec.Command("bash", "-c", strings.Replace(f.ports.Replace(commands), "\nopa ", "\nexec opa ", 1)) //nolint:gosec // of our own page
	cmd.Dir, cmd.Stdout, cmd.Stderr = f.folder, &out, &out
	if err := cmd.Start(); err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(func() {
		err := cmd.Process.Kill()
		var exit *exec.ExitError
		if waited := cmd.Wait(); !errors.As(waited, &exit) {
			err = errors.Join(err, waited)
		}
		if err != nil || f.t.Failed() {
			f.t.Logf("%v\n%s\n%s", err, commands, out.String())
		}
	})
	at := regexp.MustCompile(`--addr (\S+)`).FindStringSubmatch(f.ports.Replace(commands))[1]
	for began := time.Now(); ; time.Sleep(50 * time.Millisecond) {
		connection, err := net.DialTimeout("tcp", at, time.Second)
		if err == nil {
			if err := connection.Close(); err != nil {
				f.t.Error(err)
			}
			return
		}
		if time.Since(began) > time.Minute {
			f.t.Fatalf("no server at %s: %v", at, err)
		}
	}
}

// decision asks a server, and returns its verdict and the revision that decided.
func (f *fleet) decision(input string) (verdict, revision string) {
	f.t.Helper()
	response, err := http.Post("http://"+f.ports.Replace("127.0.0.1:8181")+"/v1/data/vendorgate/decision?provenance=true", "application/json", strings.NewReader(`{"input":`+input+`}`)) //nolint:noctx // the server is the test's own
	if err != nil {
		f.t.Fatal(err)
	}
	defer response.Body.Close()
	var answer struct {
		Result     struct{ Verdict string }
		Provenance struct {
			Bundles map[string]struct{ Revision string }
		}
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		f.t.Fatal(err)
	}
	return answer.Result.Verdict, answer.Provenance.Bundles["county"].Revision
}

// become waits until the server decides by a revision.
func (f *fleet) become(revision string) {
	f.t.Helper()
	for began := time.Now(); ; time.Sleep(100 * time.Millisecond) {
		_, got := f.decision("{}")
		if got == revision {
			return
		}
		if time.Since(began) > time.Minute {
			f.t.Fatalf("the server decides by %s, not by %s", got, revision)
		}
	}
}

func (f *fleet) write(name, text string) {
	f.t.Helper()
	if err := os.WriteFile(filepath.Join(f.folder, name), []byte(text), 0o600); err != nil {
		f.t.Fatal(err)
	}
}

// TestScalePage runs docs/scale.md from its beginning to its end, and then does
// what the page says a server withstands.
func TestScalePage(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "scale.md"))
	if err != nil {
		t.Fatal(err)
	}
	f := newFleet(t)
	block := regexp.MustCompile("(?s)<!-- (run|prints|server|file: \\S+) -->\n```[a-z]*\n(.*?)```")
	printed, counts := "", map[string]int{}
	for _, b := range block.FindAllStringSubmatch(string(page), -1) {
		what, name, _ := strings.Cut(b[1], ": ")
		counts[what]++
		switch what {
		case "run":
			printed = f.run(b[2])
		case "server":
			f.start(b[2])
		case "file":
			f.write(name, f.ports.Replace(b[2]))
		case "prints":
			want := strings.ReplaceAll(regexp.QuoteMeta(squeezed(b[2])), "4d0c…", "[0-9a-f]{64}")
			if got := squeezed(printed); !regexp.MustCompile("^" + want + "$").MatchString(got) {
				t.Errorf("the page says\n%s, it is\n%s", b[2], printed)
			}
		}
	}
	if counts["run"] < 8 || counts["server"] != 2 || counts["prints"] < 4 || counts["file"] != 3 {
		t.Fatalf("of the page there are %v: is it still read?", counts)
	}
	if unmarked := strings.Count(string(page), "```sh\n") - counts["run"] - counts["server"]; unmarked > 0 {
		t.Errorf("%d blocks of commands on the page are not run", unmarked)
	}

	revision := func(name string) string {
		return regexp.MustCompile(`revision (\w+)`).FindStringSubmatch(f.run("vendorgate policy build " + name + " --signing-key county.key -o again.tar.gz"))[1]
	}
	old, next := revision("-r requirements.yaml"), revision("-r next.yaml")
	f.become(old) // the page ends with a rollback
	f.run("cp again.tar.gz bundles/draft && mv bundles/draft bundles/county.tar.gz")
	f.become(next)

	// The server goes on with what it has when the next bundle is not as the key
	// signed it.
	for name, commands := range map[string]string{
		"not signed":     "vendorgate policy build -o bundles/draft.tar.gz >built",
		"another key":    "openssl genpkey -algorithm rsa -pkeyopt rsa_keygen_bits:3072 -out other.key && vendorgate policy build --signing-key other.key -o bundles/draft.tar.gz >built",
		"a changed file": "mkdir changed && tar -xzf again.tar.gz -C changed && sed -i.bak 's/\"undecided\"/\"approved\"/' changed/stock/decision.rego && rm changed/stock/*.bak && (cd changed && tar -czf ../bundles/draft.tar.gz $(ls -A))",
		"a file more":    "mkdir more && tar -xzf again.tar.gz -C more && echo 'package vendorgate' >more/more.rego && (cd more && tar -czf ../bundles/draft.tar.gz $(ls -A))",
	} {
		f.run(commands + "; mv bundles/draft.tar.gz bundles/county.tar.gz")
		// When it asks for the third time, it has come to terms with the first answer.
		for enough := f.asked.Load() + 3; f.asked.Load() < enough; {
			time.Sleep(20 * time.Millisecond)
		}
		if verdict, got := f.decision("{}"); verdict != "undecided" || got != next {
			t.Errorf("%s: the server decides %q by %s", name, verdict, got)
		}
	}
	f.run("cp bundles/county-2026-1.tar.gz bundles/draft && mv bundles/draft bundles/county.tar.gz")
	f.become(old)

	// Nothing of what a vendor says is in the log, whatever it sends.
	const secret = "cOnFiDeNtIaL"
	hostile := []string{
		`{"profile":{"profile_id":"` + secret + ` and more"}}`, `{"profile":"` + secret + `"}`, `{"profil":"` + secret + `"}`,
		`"` + secret + `"`, `["` + secret + `"]`, `{"profile":{"profile_id":["` + secret + `"]}}`,
	}
	for _, input := range hostile {
		if verdict, _ := f.decision(input); verdict != "undecided" {
			t.Errorf("%s is %q", input, verdict)
		}
	}
	f.decision(`{"profile":{"profile_id":"the-last-one"}}`)
	var logs []loggedDecision
	for began := time.Now(); len(logs) == 0 || logs[len(logs)-1].Input["profile_id"] != "the-last-one"; time.Sleep(100 * time.Millisecond) {
		if time.Since(began) > time.Minute {
			t.Fatalf("the log does not come to its end: %d entries", len(logs))
		}
		f.guard.Lock()
		logs = f.logs
		f.guard.Unlock()
	}
	approved := 0
	for _, entry := range logs {
		if strings.Contains(entry.text, secret) || strings.Contains(entry.text, "legal_name") || strings.Contains(entry.text, "insurance.cyber_limits") {
			t.Errorf("the log tells too much: %s", entry.text)
		}
		if len(entry.Input) != 1 || entry.Input["profile_id"] == nil || entry.Bundles["county"].Revision == "" {
			t.Errorf("the log tells too little: %s", entry.text)
		}
		if entry.Result.Verdict == "approved" && entry.Input["profile_id"] != "none" {
			approved++
		}
	}
	if approved < 2 {
		t.Errorf("%d decisions on the page are in the log of %d, want 2", approved, len(logs))
	}
}

// squeezed is a text with one space where there are several.
func squeezed(text string) string { return strings.Join(strings.Fields(text), " ") }
