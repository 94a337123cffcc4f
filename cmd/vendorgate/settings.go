package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/spf13/viper"

	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/report"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// What can be set has four places, each before the next: a flag, a variable of
// the environment, the configuration file, the default. Viper lays them over
// one another. It does not read the file: its own reader folds the case of keys
// and knows no positions.

const (
	configName = "vendorgate.yaml"
	envPrefix  = "VENDORGATE"
	configEnv  = envPrefix + "_CONFIG"
)

// errConfig says that the configuration, a file or a variable, is wrong.
var errConfig = errors.New("the configuration is wrong")

// settings are the values in force.
type settings struct {
	Requirements string        `mapstructure:"requirements"`
	Waivers      string        `mapstructure:"waivers"`
	Policies     []string      `mapstructure:"policies"`
	VerifyKey    string        `mapstructure:"verify_key"`
	AsOf         string        `mapstructure:"as_of"`
	FailOn       string        `mapstructure:"fail_on"`
	Outputs      []string      `mapstructure:"outputs"`
	Color        string        `mapstructure:"color"`
	Timeout      time.Duration `mapstructure:"timeout"`
	Workers      int           `mapstructure:"workers"`
	Limits       limits        `mapstructure:"limits"`

	config  string            // the configuration file that was read, or empty
	origins map[string]origin // by key
}

// limits are what is read of one document at most.
type limits struct {
	Bytes       int `mapstructure:"bytes"`
	Depth       int `mapstructure:"depth"`
	Values      int `mapstructure:"values"`
	StringBytes int `mapstructure:"string_bytes"`
	KeyBytes    int `mapstructure:"key_bytes"`
	NumberChars int `mapstructure:"number_chars"`
	Exponent    int `mapstructure:"exponent"`
}

// gate returns the settings as package gate takes them.
func (s *settings) gate() gate.Options {
	o := gate.Options{
		Policies:  s.Policies,
		VerifyKey: s.VerifyKey,
		AsOf:      s.AsOf,
		FailOn:    finding.Severity(s.FailOn),
		Limits:    document.Limits(s.Limits),
		Timeout:   s.Timeout,
		Workers:   s.Workers,
	}
	if s.origins["fail_on"].Kind == "default" {
		o.FailOn = "" // a bundle has its own
	}
	if s.Requirements != "" {
		o.Requirements = gate.File(s.Requirements)
	}
	if s.Waivers != "" {
		o.Waivers = gate.File(s.Waivers)
	}
	return o
}

// shown is the value of a setting for people, nil when there is none.
func (s *settings) shown(key string) any {
	values := map[string]any{
		"requirements":        s.Requirements,
		"waivers":             s.Waivers,
		"policies":            s.Policies,
		"verify_key":          s.VerifyKey,
		"as_of":               s.AsOf,
		"fail_on":             s.FailOn,
		"outputs":             s.Outputs,
		"color":               s.Color,
		"timeout":             s.Timeout.String(),
		"workers":             s.Workers,
		"limits.bytes":        s.Limits.Bytes,
		"limits.depth":        s.Limits.Depth,
		"limits.values":       s.Limits.Values,
		"limits.string_bytes": s.Limits.StringBytes,
		"limits.key_bytes":    s.Limits.KeyBytes,
		"limits.number_chars": s.Limits.NumberChars,
		"limits.exponent":     s.Limits.Exponent,
	}
	if values[key] == "" {
		return nil
	}
	return values[key]
}

// An origin says where a value was set.
type origin struct {
	Kind     string           `json:"kind"` // default, file, environment or flag
	Name     string           `json:"name,omitempty"`
	Position *source.Position `json:"position,omitempty"`
}

func (o origin) String() string {
	if o.Position != nil {
		return o.Position.String()
	}
	if o.Name != "" {
		return o.Name
	}
	return o.Kind
}

// A setting is one thing that can be set.
type setting struct {
	key       string // in the file, a dot between levels
	flag      string // empty: there is none
	shorthand string
	metavar   string // what the help calls its value
	usage     string
	list      bool
	initial   any // nil: nothing
	check     func(string) error
	// locate resolves a value of the file against the folder of the file.
	locate func(folder, value string) string
}

// env is the variable that sets it.
func (s *setting) env() string {
	return envPrefix + "_" + strings.ToUpper(strings.ReplaceAll(s.key, ".", "_"))
}

// delimiter stands between the levels of viper's keys. A dot would split what
// has a dot in its name.
const delimiter = "\x1f"

func (s *setting) viperKey() string { return strings.ReplaceAll(s.key, ".", delimiter) }

func allSettings() []setting {
	l := document.DefaultLimits()
	return []setting{
		{
			key: "requirements", flag: "requirements", shorthand: "r", metavar: "FILE",
			usage: "your minimums (default: the shipped ones)", check: notEmpty, locate: besides,
		},
		{
			key: "waivers", flag: "waivers", metavar: "FILE",
			usage: "the exceptions you have granted (default: none)", check: notEmpty, locate: besides,
		},
		{
			key: "policies", flag: "policy", shorthand: "p", metavar: "PATH", list: true, initial: []string{},
			usage: "your own controls, a .rego file or a folder, repeatable; or a bundle", check: notEmpty, locate: besides,
		},
		{
			key: "as_of", flag: "as-of", metavar: "DATE",
			usage: "the day the check is made for, YYYY-MM-DD (default: today, UTC)", check: isDate,
		},
		{
			key: "fail_on", flag: "fail-on", metavar: "SEVERITY", initial: string(finding.Medium),
			usage: "the lowest severity that blocks: critical, high, medium or low", check: oneOf(severities()...),
		},
		{
			key: "outputs", flag: "output", shorthand: "o", metavar: "FORMAT[=FILE]", list: true, initial: []string{"text"},
			usage: "a report to write: " + strings.Join(report.Formats(), ", ") + "; repeatable",
			check: isOutput, locate: besidesOutput,
		},
		{
			key: "color", flag: "color", metavar: "WHEN", initial: "auto",
			usage: "when text is coloured: auto, always or never", check: oneOf("auto", "always", "never"),
		},
		{
			key: "timeout", flag: "timeout", metavar: "DURATION", initial: 10 * time.Second,
			usage: "the longest one profile may take", check: isDuration,
		},
		{
			key: "workers", flag: "workers", metavar: "N", initial: runtime.GOMAXPROCS(0),
			usage: "how many profiles are checked at once (default: one per processor)", check: isCount,
		},
		{
			key: "verify_key", flag: "verify-key", metavar: "FILE",
			usage: "the public key by which the bundle has to be signed", check: notEmpty, locate: besides,
		},
		{key: "limits.bytes", initial: l.Bytes, check: isCount},
		{key: "limits.depth", initial: l.Depth, check: isCount},
		{key: "limits.values", initial: l.Values, check: isCount},
		{key: "limits.string_bytes", initial: l.StringBytes, check: isCount},
		{key: "limits.key_bytes", initial: l.KeyBytes, check: isCount},
		{key: "limits.number_chars", initial: l.NumberChars, check: isCount},
		{key: "limits.exponent", initial: l.Exponent, check: isCount},
	}
}

// settingFlags gives a command --config and the flags of the settings that it
// uses.
func settingFlags(cmd *cobra.Command, keys ...string) {
	file := text{check: notEmpty, metavar: "FILE"}
	cmd.Flags().Var(&file, "config", "configuration file (default: "+configName+" in this folder, if there is one)")
	for _, s := range allSettings() {
		if !slices.Contains(keys, s.key) {
			continue
		}
		if s.list {
			cmd.Flags().VarP(&texts{text: text{check: s.check, metavar: s.metavar}}, s.flag, s.shorthand, s.usage)
			continue
		}
		initial := ""
		if s.initial != nil && s.key != "workers" { // the help is the same on every machine
			initial = fmt.Sprint(s.initial)
		}
		cmd.Flags().VarP(&text{value: initial, check: s.check, metavar: s.metavar}, s.flag, s.shorthand, s.usage)
	}
	complete := func(flag string, words []string) {
		if cmd.Flags().Lookup(flag) != nil {
			fixedCompletion(cmd, flag, words)
		}
	}
	complete("fail-on", severities())
	complete("color", []string{"auto", "always", "never"})
}

// A text is a flag whose value is checked when it is given.
type text struct {
	value   string
	metavar string
	check   func(string) error
}

func (t *text) String() string { return t.value }

// Type is how the help names the value.
func (t *text) Type() string { return t.metavar }

// Set refuses a value that the check refuses.
func (t *text) Set(value string) error {
	if err := t.check(value); err != nil {
		return err
	}
	t.value = value
	return nil
}

// texts are a flag that can be given several times.
type texts struct {
	text
	all []string
}

// Set takes one more value.
func (t *texts) Set(value string) error {
	if err := t.text.Set(value); err != nil {
		return err
	}
	t.all = append(t.all, value)
	return nil
}

// String is empty, so that the help shows no default: the usage says it.
func (t *texts) String() string { return "" }

// loadSettings finds out what is set, for the command that is run.
func loadSettings(cmd *cobra.Command) (*settings, error) {
	file, err := readConfig(cmd)
	if err != nil {
		return nil, err
	}
	all := allSettings()
	if err := checkEnvironment(all); err != nil {
		return nil, err
	}
	v := viper.NewWithOptions(
		viper.KeyDelimiter(delimiter),
		viper.EnvKeyReplacer(strings.NewReplacer(delimiter, "_")),
		viper.ExperimentalBindStruct(),
	)
	v.SetEnvPrefix(envPrefix)
	v.AutomaticEnv()
	for _, s := range all {
		if s.initial != nil {
			v.SetDefault(s.viperKey(), s.initial)
		}
		if flag := flagOf(cmd, &s); flag != nil && flag.Changed {
			v.Set(s.viperKey(), flagValue(flag))
		}
	}
	if err := v.MergeConfigMap(file.values); err != nil {
		return nil, fmt.Errorf("%w: %w", errConfig, err)
	}
	out := &settings{config: file.name, origins: map[string]origin{}}
	if err := v.UnmarshalExact(out); err != nil {
		return nil, fmt.Errorf("%w: %w", errConfig, err)
	}
	for _, s := range all {
		out.origins[s.key] = originOf(cmd, &s, file)
	}
	return out, nil
}

// flagOf is the flag of a setting, or nil when the command has none. The flag
// --output of a command that is not check is another one.
func flagOf(cmd *cobra.Command, s *setting) *pflag.Flag {
	if s.flag == "" {
		return nil
	}
	flag := cmd.Flags().Lookup(s.flag)
	if flag != nil && flag.Value.Type() != s.metavar {
		return nil
	}
	return flag
}

func flagValue(flag *pflag.Flag) any {
	if several, ok := flag.Value.(*texts); ok {
		return several.all
	}
	return flag.Value.String()
}

func originOf(cmd *cobra.Command, s *setting, file configFile) origin {
	if flag := flagOf(cmd, s); flag != nil && flag.Changed {
		return origin{Kind: "flag", Name: "--" + s.flag}
	}
	if os.Getenv(s.env()) != "" {
		return origin{Kind: "environment", Name: s.env()}
	}
	if at, ok := file.positions[s.key]; ok {
		return origin{Kind: "file", Position: &at}
	}
	return origin{Kind: "default"}
}

// checkEnvironment refuses variables that set nothing and values that cannot
// be: a misspelt name would leave a default in its place. A variable that is
// set to nothing counts as not set, as pipelines do with what is left out.
func checkEnvironment(all []setting) error {
	known := map[string]*setting{configEnv: nil}
	for i := range all {
		known[all[i].env()] = &all[i]
	}
	var problems source.Problems
	for _, entry := range os.Environ() {
		name, value, _ := strings.Cut(entry, "=")
		if !strings.HasPrefix(name, envPrefix+"_") || value == "" {
			continue
		}
		s, ok := known[name]
		if !ok {
			problems = append(problems, source.Problem{
				Position: source.Position{File: name},
				Message:  "there is no such variable",
				Hint:     didYouMean(name, slices.Sorted(maps.Keys(known))),
			})
			continue
		}
		if s == nil {
			continue
		}
		values := []string{value}
		if s.list {
			values = strings.Split(value, ",")
		}
		for _, one := range values {
			if err := s.check(one); err != nil {
				problems = append(problems, source.Problem{Position: source.Position{File: name}, Message: err.Error()})
			}
		}
	}
	if len(problems) > 0 {
		return fmt.Errorf("%w: %w", errConfig, problems.Sorted())
	}
	return nil
}

// A configFile is what a configuration file says.
type configFile struct {
	name      string
	values    map[string]any
	positions map[string]source.Position // by key
}

// readConfig reads the configuration file. The one that lies in the working
// folder may be absent; one that is named may not.
func readConfig(cmd *cobra.Command) (configFile, error) {
	name := os.Getenv(configEnv)
	if flag := cmd.Flags().Lookup("config"); flag.Changed {
		name = flag.Value.String()
	}
	if name == "" {
		var err error
		if name, err = findConfig(); err != nil || name == "" {
			return configFile{}, err
		}
	}
	doc, err := document.ReadFile(name, document.Limits{})
	if err != nil {
		return configFile{}, fmt.Errorf("%w: %w", errConfig, err)
	}
	return parseConfig(doc)
}

// findConfig looks for a configuration file in the working folder.
func findConfig() (string, error) {
	misnamed := strings.TrimSuffix(configName, ".yaml") + ".yml"
	if _, err := os.Lstat(misnamed); err == nil {
		return "", fmt.Errorf("%w: %w", errConfig, source.Problems{{
			Position: source.Position{File: misnamed},
			Message:  "a configuration file of this name is not read",
			Hint:     "rename it to " + configName + ", or name it with --config",
		}})
	}
	_, err := os.Lstat(configName)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return configName, nil // whatever else is wrong with it shows when it is read
}

func parseConfig(doc *document.Document) (configFile, error) {
	c := configReader{doc: doc, folder: filepath.Dir(doc.Name), file: configFile{
		name: doc.Name, values: map[string]any{}, positions: map[string]source.Position{},
	}}
	c.level(nil, doc.Value(), c.file.values)
	if len(c.problems) > 0 {
		return configFile{}, fmt.Errorf("%w: %w", errConfig, c.problems.Sorted())
	}
	return c.file, nil
}

// A configReader turns a configuration file into what viper takes.
type configReader struct {
	doc      *document.Document
	folder   string
	file     configFile
	problems source.Problems
}

func (c *configReader) refuse(at source.Position, message, hint string) {
	c.problems = append(c.problems, source.Problem{Position: at, Message: message, Hint: hint})
}

// level reads the keys of one level of the file into out.
func (c *configReader) level(path []string, tree, out map[string]any) {
	known := map[string]*setting{}
	levels := map[string]bool{}
	all := allSettings()
	for i := range all {
		names := strings.Split(all[i].key, ".")
		if len(names) <= len(path) || !slices.Equal(names[:len(path)], path) {
			continue
		}
		if name := names[len(path)]; len(names) == len(path)+1 {
			known[name] = &all[i]
		} else {
			levels[name] = true
		}
	}
	for name, value := range tree {
		at := append(slices.Clone(path), name)
		switch {
		case known[name] != nil:
			out[name] = c.value(at, known[name], value)
		case levels[name]:
			below, ok := value.(map[string]any)
			if !ok {
				c.refuse(c.doc.Position(at), fmt.Sprintf("%s has keys of its own", strings.Join(at, ".")), "")
				continue
			}
			inner := map[string]any{}
			c.level(at, below, inner)
			out[name] = inner
		default:
			names := slices.Sorted(maps.Keys(known))
			names = slices.Sorted(slices.Values(append(names, slices.Collect(maps.Keys(levels))...)))
			c.refuse(c.doc.KeyPosition(at), fmt.Sprintf("unknown key %q", strings.Join(at, ".")), didYouMean(name, names))
		}
	}
}

// value reads the value of one setting.
func (c *configReader) value(at []string, s *setting, value any) any {
	c.file.positions[s.key] = c.doc.KeyPosition(at)
	list, isList := value.([]any)
	switch {
	case value == nil:
		c.refuse(c.doc.KeyPosition(at), s.key+" has no value", "give it one, or remove the line")
		return nil
	case isList != s.list && s.list:
		c.refuse(c.doc.Position(at), s.key+" is a list", fmt.Sprintf("write `%s: [%v]`", s.key, value))
		return nil
	case isList != s.list:
		c.refuse(c.doc.Position(at), s.key+" is one value, not a list", "")
		return nil
	case !isList:
		return c.scalar(at, s, value)
	}
	out := make([]string, 0, len(list))
	for i, element := range list {
		out = append(out, c.scalar(append(slices.Clone(at), strconv.Itoa(i)), s, element))
	}
	return out
}

func (c *configReader) scalar(at []string, s *setting, value any) string {
	var word string
	switch value := value.(type) {
	case string:
		word = value
	case json.Number:
		word = value.String()
	default:
		c.refuse(c.doc.Position(at), s.key+" is a word or a number", "")
		return ""
	}
	if err := s.check(word); err != nil {
		c.refuse(c.doc.Position(at), fmt.Sprintf("%s: %v", s.key, err), "")
		return ""
	}
	if s.locate != nil {
		word = s.locate(c.folder, word)
	}
	return word
}

// besides resolves a path of the configuration file, which is relative to it.
func besides(folder, name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.ToSlash(filepath.Join(folder, filepath.FromSlash(name)))
}

func besidesOutput(folder, value string) string {
	format, file, found := strings.Cut(value, "=")
	if !found {
		return value
	}
	return format + "=" + besides(folder, file)
}

func notEmpty(value string) error {
	if strings.TrimSpace(value) == "" {
		return errors.New("the value is empty")
	}
	return nil
}

func isDate(value string) error {
	if _, err := time.Parse(time.DateOnly, value); err != nil {
		return fmt.Errorf("%q is no date, want YYYY-MM-DD", value)
	}
	return nil
}

func isDuration(value string) error {
	if d, err := time.ParseDuration(value); err != nil || d <= 0 {
		return fmt.Errorf("%q is no length of time, want one such as 30s or 2m", value)
	}
	return nil
}

func isCount(value string) error {
	if n, err := strconv.Atoi(value); err != nil || n < 1 {
		return fmt.Errorf("%q is no whole number from 1", value)
	}
	return nil
}

func isOutput(value string) error {
	_, err := parseOutput(value)
	return err
}

func oneOf(words ...string) func(string) error {
	return func(value string) error { return (&word{known: words}).Set(value) }
}

func severities() []string {
	var words []string
	for _, s := range finding.Severities {
		words = append(words, string(s))
	}
	return words
}
