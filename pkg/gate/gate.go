// Package gate is the whole product without the command line: it reads vendor
// profiles, checks them against the schema and the policies, and decides.
//
// Make one [Gate] with [New], and call [Gate.Check] for every profile, or
// [Gate.CheckAll] for a stream of them. A Gate is immutable and safe for
// concurrent use; it prints nothing and keeps no state between checks.
//
//	g, err := gate.New(ctx, gate.Options{Requirements: "requirements.yaml"})
//	...
//	decision := g.Check(ctx, gate.Request{
//		Profile:    gate.File("acme.yaml"),
//		Engagement: gate.File("engagement.yaml"),
//	})
//	if decision.Verdict == finding.Approved { ... }
//
// Ask for [finding.Approved] and nothing else: every other verdict, whatever it
// may come to be called, is no approval.
package gate

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"time"

	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/policy"
	"github.com/vendorgate/vendorgate/pkg/requirements"
	"github.com/vendorgate/vendorgate/pkg/schema"
	"github.com/vendorgate/vendorgate/pkg/source"
	"github.com/vendorgate/vendorgate/pkg/waiver"
)

// Version is the version of vendorgate, as reports name it.
const Version = "0.1.0"

// Options say what a Gate checks against. The zero value is the shipped
// policies and default minimums, as of today.
type Options struct {
	// Requirements is the member's requirements document. A zero Source means
	// the shipped defaults; a file that cannot be read is an error, never the
	// defaults.
	Requirements Source
	// Waivers is the member's document of waivers; a zero Source means that it
	// grants none. A file that cannot be read is an error.
	Waivers Source
	// Policies are files and folders of the member's own controls, or one
	// bundle (.tar.gz), which brings its requirements and its FailOn with it.
	Policies []string
	// VerifyKey is the file of the public key, in PEM form, by which the
	// bundle has to be signed; empty: it need not be signed.
	VerifyKey string
	// Modules are controls of the member's own that the caller has in memory.
	Modules []policy.Module
	// AsOf is the one date of the run, YYYY-MM-DD; empty means today in UTC.
	AsOf string
	// FailOn is the lowest severity that blocks; empty means medium.
	FailOn finding.Severity
	// Limits bound what is read; zero fields mean the defaults.
	Limits document.Limits
	// Timeout bounds the evaluation of one profile; zero means 10 seconds.
	Timeout time.Duration
	// Workers is the number of profiles that CheckAll judges at once; zero
	// means the number of processors.
	Workers int

	shipped  []policy.Module // stands in for the embedded policies
	unproven bool            // they are others: the known answers are not theirs
}

// A Source is a document to read: a file, or bytes that the caller has.
type Source struct {
	Name string // file name; of bytes: how messages name them
	Data []byte // nil: read the file
}

// File is the Source of a file.
func File(name string) Source { return Source{Name: name} }

// Bytes is a Source that is already in memory.
func Bytes(name string, data []byte) Source {
	if data == nil {
		data = []byte{}
	}
	return Source{Name: name, Data: data}
}

// IsZero reports whether s names nothing.
func (s Source) IsZero() bool { return s.Name == "" && s.Data == nil }

func (s Source) read(limits document.Limits) (*document.Document, error) {
	if s.Data != nil {
		return document.Parse(s.Name, s.Data, limits)
	}
	return document.ReadFile(s.Name, limits)
}

// A Gate decides on vendor profiles.
type Gate struct {
	policies     *policy.Policies
	engine       *policy.Engine
	requirements *requirements.Set
	parameters   map[string]requirements.Parameter // by name
	controls     []control
	weakenings   []finding.Weakening
	waivers      *waiver.Set // nil: none were given
	provenance   finding.Provenance
	failOn       finding.Severity
	limits       document.Limits
	timeout      time.Duration
	workers      int
}

// control is a control of the catalogue with the member's settings.
type control struct {
	policy.Control
	severity map[string]finding.Severity // by tier
	answers  []pattern
}

// shown returns the answers that explain a finding. A control that looks up a
// document for one of its answers reads every document on file; the answer
// names the one that counts. A list of words is an answer, and so not each of
// its words once more.
func (c *control) shown() []pattern {
	isEvidence := func(p pattern) bool { return p[0] == "evidence" }
	onlyEvidence := !slices.ContainsFunc(c.answers, func(p pattern) bool { return !isEvidence(p) })
	return slices.DeleteFunc(slices.Clone(c.answers), func(p pattern) bool {
		return !onlyEvidence && isEvidence(p) || c.inList(p)
	})
}

// inList reports whether a pattern stands for the elements of a list that is an
// answer of the control itself.
func (c *control) inList(p pattern) bool {
	last := len(p) - 1
	return p[last] == "[]" && slices.ContainsFunc(c.answers, func(q pattern) bool { return slices.Equal(q, p[:last]) })
}

// unshown returns the answers that a control reads and that do not explain it.
func (c *control) unshown() []pattern {
	shown := c.shown()
	return slices.DeleteFunc(slices.Clone(c.answers), func(p pattern) bool {
		return c.inList(p) || slices.ContainsFunc(shown, func(q pattern) bool { return slices.Equal(p, q) })
	})
}

// Errors of [New]. Each also carries the [source.Problems] that say where.
var (
	// ErrRequirements: the member's requirements document is wrong.
	ErrRequirements = errors.New("the requirements are wrong")
	// ErrWaivers: the member's document of waivers is wrong.
	ErrWaivers = errors.New("the waivers are wrong")
	// ErrPolicy: a policy is wrong.
	ErrPolicy = errors.New("the policies are wrong")
	// ErrKnownAnswers: the shipped controls do not give the answers that they
	// are known to give, so nothing can be decided.
	ErrKnownAnswers = errors.New("the known-answer test failed: nothing can be decided")
	// ErrOptions: the options contradict themselves or are malformed.
	ErrOptions = errors.New("the options are wrong")
)

// New makes a Gate. It compiles the policies, reads the requirements, and runs
// the known-answer test; after it, a check can only fail on account of what it
// is given to check.
func New(ctx context.Context, o Options) (*Gate, error) {
	packed, err := o.unpack()
	if err != nil {
		return nil, err
	}
	if err := o.complete(); err != nil {
		return nil, err
	}
	policies, err := compile(o)
	if err != nil {
		return nil, err
	}
	set, err := loadRequirements(o.Requirements, o.Limits)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrRequirements, err)
	}
	g := &Gate{
		policies:     policies,
		requirements: set,
		parameters:   map[string]requirements.Parameter{},
		failOn:       o.FailOn,
		limits:       o.Limits,
		timeout:      o.Timeout,
		workers:      o.Workers,
	}
	for _, p := range requirements.Parameters() {
		g.parameters[p.Name] = p
	}
	settings, problems := g.settle(o.AsOf)
	if len(problems) > 0 {
		return nil, fmt.Errorf("%w: %w", ErrRequirements, problems.Sorted())
	}
	if g.waivers, err = g.loadWaivers(o.Waivers); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrWaivers, err)
	}
	if g.engine, err = policies.Engine(ctx, settings, false); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPolicy, err)
	}
	if packed != nil {
		if err := g.isWhole(packed); err != nil {
			return nil, err
		}
	}
	proof := "not run"
	if !o.unproven {
		if err := knownAnswers(ctx, policies); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrKnownAnswers, err)
		}
		proof = "ok"
	}
	g.provenance = finding.Provenance{
		Tool:           Version,
		OPA:            policy.OPAVersion(),
		AsOf:           o.AsOf,
		FailOn:         string(o.FailOn),
		Controls:       len(g.controls),
		PolicySHA256:   policies.Digest(),
		SchemaSHA256:   schema.Digest(),
		SettingsSHA256: set.Digest(),
		WaiversSHA256:  g.waivers.Digest(),
		KnownAnswers:   proof,
	}
	return g, nil
}

func (o *Options) complete() error {
	if o.AsOf == "" {
		o.AsOf = time.Now().UTC().Format(time.DateOnly)
	}
	if _, err := time.Parse(time.DateOnly, o.AsOf); err != nil {
		return fmt.Errorf("%w: the date of the run is not YYYY-MM-DD: %q", ErrOptions, o.AsOf)
	}
	if o.FailOn == "" {
		o.FailOn = finding.Medium
	}
	if o.FailOn.Weight() == 0 {
		return fmt.Errorf("%w: %q is no severity, want one of critical, high, medium, low", ErrOptions, o.FailOn)
	}
	if o.Timeout < 0 || o.Workers < 0 {
		return fmt.Errorf("%w: a negative time-out or number of workers", ErrOptions)
	}
	if o.Timeout == 0 {
		o.Timeout = 10 * time.Second
	}
	if o.Workers == 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	return nil
}

func compile(o Options) (*policy.Policies, error) {
	shipped := o.shipped
	if shipped == nil {
		var err error
		if shipped, err = policy.Shipped(); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrPolicy, err)
		}
	}
	own := slices.Clone(o.Modules)
	for _, name := range o.Policies {
		modules, err := policy.Read(name)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrPolicy, err)
		}
		own = append(own, modules...)
	}
	policies, err := policy.Compile(shipped, own)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPolicy, err)
	}
	return policies, nil
}

func loadRequirements(s Source, limits document.Limits) (*requirements.Set, error) {
	if s.IsZero() {
		return requirements.Load(nil)
	}
	doc, err := s.read(limits)
	if err != nil {
		return nil, err
	}
	return requirements.Load(doc)
}

// loadWaivers reads the waivers, and holds them against the catalogue.
func (g *Gate) loadWaivers(s Source) (*waiver.Set, error) {
	if s.IsZero() {
		return nil, nil //nolint:nilnil // no waivers are no fault
	}
	doc, err := s.read(g.limits)
	if err != nil {
		return nil, err
	}
	return waiver.Load(doc, waiver.Catalogue{
		Find: func(name string) (waiver.Control, bool) {
			c, ok := g.policies.Control(name)
			return waiver.Control{ID: c.ID, Waivable: c.Waivable}, ok
		},
		Unknown: g.unknownControl,
	})
}

// settle applies the member's settings to the catalogue, and lists everything
// that they weaken.
func (g *Gate) settle(asOf string) (policy.Settings, source.Problems) {
	settings := policy.Settings{
		AsOf:     asOf,
		Minimums: g.requirements.Minimums(),
		General:  g.requirements.Settings(),
		Controls: map[string]policy.Setting{},
	}
	problems := append(g.requirements.InForce(asOf), g.unverifiable()...)
	bySetting := map[string]requirements.Setting{}
	for _, s := range g.requirements.Controls() {
		c, ok := g.policies.Control(s.Control)
		if !ok {
			problems = append(problems, g.unknownControl(s.Control, s.ControlPosition))
			continue
		}
		if first, twice := bySetting[c.ID]; twice {
			problems = append(problems, source.Problem{
				Position: s.ControlPosition,
				Message:  fmt.Sprintf("the control %s is set twice, first at %s", c.ID, first.ControlPosition),
				Hint:     "put everything about one control into one entry",
			})
			continue
		}
		bySetting[c.ID] = s
		if g.foreign(c) {
			continue // it is off whatever the setting says
		}
		settings.Controls[c.ID] = policy.Setting{Tiers: s.Tiers, Disabled: s.Disabled, EffectiveOn: s.EffectiveOn}
		problems = append(problems, g.weaken(c, s, asOf)...)
	}
	for _, c := range g.policies.Controls() {
		s := bySetting[c.ID]
		if g.foreign(c) {
			s.Disabled = true
			settings.Controls[c.ID] = policy.Setting{Disabled: true}
			g.weakenings = append(g.weakenings, g.anotherState(c))
		}
		if c.AnyTier() && s.Tiers == nil {
			if tiers := g.tiersWith(c.Requirements); len(tiers) > 0 {
				c.Tiers = tiers
				setting := settings.Controls[c.ID]
				setting.Tiers = tiers
				settings.Controls[c.ID] = setting
			}
		}
		tiers := c.Tiers
		if s.Tiers != nil {
			tiers = s.Tiers
		}
		g.controls = append(g.controls, newControl(c, s))
		if !s.Disabled {
			problems = append(problems, g.unset(c, s, tiers)...)
		}
	}
	g.weakenings = append(g.weakenings, g.requirements.Lowered()...)
	return settings, problems
}

// foreign reports whether a control asks for the law of a state that is not the
// member's. A member that names no state is asked for all of it.
func (g *Gate) foreign(c policy.Control) bool {
	_, state := g.requirements.Member()
	return c.State != "" && state != "" && c.State != state
}

// anotherState lists a control that is off because of the member's state: a
// state that was misspelt shows in every report.
func (g *Gate) anotherState(c policy.Control) finding.Weakening {
	_, state := g.requirements.Member()
	return finding.Weakening{
		Control:  c.ID,
		What:     "disabled",
		Reason:   fmt.Sprintf("it is the law of %s, and the member belongs to %s", c.State, state),
		Position: g.requirements.StatePosition(),
	}
}

func newControl(c policy.Control, s requirements.Setting) control {
	out := control{Control: c, severity: map[string]finding.Severity{}}
	for _, tier := range policy.Tiers {
		out.severity[tier] = c.Severity
		if own, ok := c.TierSeverity[tier]; ok {
			out.severity[tier] = own
		}
		if s.Severity != "" {
			out.severity[tier] = s.Severity
		}
	}
	for _, path := range c.Answers {
		out.answers = append(out.answers, newPattern(path))
	}
	return out
}

// unverifiable finds the codes under evidence.must_verify that no control has: a
// misspelt one would demand that somebody checks answers which nobody can name.
func (g *Gate) unverifiable() source.Problems {
	var codes []string
	for _, c := range g.policies.Controls() {
		if c.Code != "" {
			codes = append(codes, c.Code)
		}
	}
	var problems source.Problems
	for _, named := range g.requirements.MustVerify() {
		if !slices.Contains(codes, named.Code) {
			problem := g.unknownControl(named.Code, named.Position)
			problem.Message += " whose answers could be verified"
			problems = append(problems, problem)
		}
	}
	return problems
}

func (g *Gate) unknownControl(name string, at source.Position) source.Problem {
	var names []string
	for _, c := range g.policies.Controls() {
		names = append(names, c.ID)
		if c.Code != "" {
			names = append(names, c.Code)
		}
	}
	hint := "`vendorgate controls` lists all of them"
	if near := source.Nearest(name, names); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	return source.Problem{Position: at, Message: fmt.Sprintf("there is no control %q", name), Hint: hint}
}

// weaken lists what a setting takes away from a control, and refuses it where
// a statute forbids it.
func (g *Gate) weaken(c policy.Control, s requirements.Setting, asOf string) source.Problems {
	var what []string
	if s.Disabled {
		what = append(what, "disabled")
	}
	if s.Severity != "" && s.Severity.Weight() < c.Severity.Weight() {
		what = append(what, fmt.Sprintf("severity %s → %s", c.Severity, s.Severity))
	}
	if s.Tiers != nil {
		for _, tier := range c.Tiers {
			if !slices.Contains(s.Tiers, tier) {
				what = append(what, "off in "+tier)
			}
		}
	}
	if s.EffectiveOn > asOf {
		what = append(what, "effective only from "+s.EffectiveOn)
	}
	if len(what) == 0 {
		return nil
	}
	if !c.Waivable {
		return source.Problems{{
			Position: s.Position,
			Message:  fmt.Sprintf("the control %s is a duty set by law: it cannot be weakened (%s)", c.ID, what[0]),
			Hint:     "remove this entry; if the law does not bind you, say so in the engagement's answers, or name your own state under member.state",
		}}
	}
	for _, w := range what {
		g.weakenings = append(g.weakenings, finding.Weakening{Control: c.ID, What: w, Reason: s.Reason, Position: s.Position})
	}
	return nil
}

// unset finds the parameters that a control measures against in a tier where
// nothing sets them: the control could never pass there, and nobody could say
// why. The shipped controls are right in their own tiers; what the member adds,
// a control or a tier, has to come with its minimums.
func (g *Gate) unset(c policy.Control, s requirements.Setting, tiers []string) source.Problems {
	var problems source.Problems
	for _, tier := range tiers {
		if c.Shipped && slices.Contains(c.Tiers, tier) {
			continue
		}
		for _, name := range c.Requirements {
			if _, ok := g.requirements.Lookup(tier, name); ok {
				continue
			}
			at := s.Position
			if at.IsZero() {
				at = c.Position
			}
			problems = append(problems, source.Problem{
				Position: at,
				Message:  fmt.Sprintf("the control %s is on in %s and measures against %s, which has no value there", c.ID, tier, name),
				Hint:     fmt.Sprintf("set it in the requirements under tiers.%s, or leave %s out of the control's tiers", tier, tier),
			})
		}
	}
	return problems
}

// tiersWith returns the tiers in which every one of the parameters is set.
func (g *Gate) tiersWith(parameters []string) []string {
	var tiers []string
	for _, tier := range policy.Tiers {
		if !slices.ContainsFunc(parameters, func(name string) bool {
			_, ok := g.requirements.Lookup(tier, name)
			return !ok
		}) {
			tiers = append(tiers, tier)
		}
	}
	return tiers
}

// Controls returns the catalogue in force, sorted by consideration and code.
func (g *Gate) Controls() []policy.Control {
	out := make([]policy.Control, len(g.controls))
	for i, c := range g.controls {
		out[i] = c.Control
	}
	return out
}

// Requirements returns the effective minimums.
func (g *Gate) Requirements() *requirements.Set { return g.requirements }

// Provenance says what the gate checks with.
func (g *Gate) Provenance() finding.Provenance { return g.provenance }

// Stock returns what a stock OPA needs beside the policies to come to the same
// statuses: the text of a Rego module and the data documents. Neither must be
// changed.
func (g *Gate) Stock() (companion string, data map[string]any) {
	return g.policies.Companion(), g.engine.Data()
}

// Tally watches a run for the waivers that are for none of its profiles, for
// callers whose report gets its decisions one by one.
func (g *Gate) Tally() *waiver.Tally { return g.waivers.Tally() }

// Report makes the report of a run from its decisions, in their order.
func (g *Gate) Report(decisions []finding.Decision, complete bool) *finding.Report {
	r := &finding.Report{
		APIVersion:   finding.Version,
		Kind:         "Report",
		Decisions:    decisions,
		Controls:     make([]finding.Control, 0, len(g.controls)),
		Weakenings:   g.weakenings,
		Requirements: g.requirements.Layers(),
		Provenance:   g.provenance,
		Complete:     complete,
	}
	if name, state := g.requirements.Member(); name != "" || state != "" {
		r.Member = &finding.Member{Name: name, State: state}
	}
	for _, c := range g.controls {
		r.Controls = append(r.Controls, finding.Control{
			ID: c.ID, Code: c.Code, Title: c.Title, Description: c.Description, Consideration: c.Consideration,
			Severity: c.Severity, Side: c.Side, Remediation: c.Remediation, Request: c.Request, Guide: c.Guide, Frameworks: c.Frameworks,
		})
	}
	if len(decisions) == 0 {
		return r
	}
	tally := g.Tally()
	for i := range decisions {
		r.Summary.Add(&decisions[i])
		tally.Add(decisions[i].ProfileID)
	}
	r.IdleWaivers = tally.Unmatched(g.provenance.AsOf)
	return r
}
