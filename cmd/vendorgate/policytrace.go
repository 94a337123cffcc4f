package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/finding"
	"github.com/vendorgate/vendorgate/pkg/gate"
	"github.com/vendorgate/vendorgate/pkg/policy"
	"github.com/vendorgate/vendorgate/pkg/source"
)

func (p *program) policyTraceCommand() *cobra.Command {
	engagement := text{metavar: "FILE", check: notEmpty}
	cmd := &cobra.Command{
		Use:   "trace CONTROL PROFILE",
		Short: "Show how a control came to its status",
		Long: `trace shows how one control came to its status for one profile: every expression
of its rule with the values that it saw and where they stand, the helper rules
that it asks, the elements of lists one by one, the fact by which it applies, and
who set the minimums. Each body ends with the expression that decided it.

  +  the expression holds
  x  it fails
  ?  an answer that it reads is missing

The status is that of check. PROFILE may be an engagement that names its profile.
The exit code is 0 whatever the status is.`,
		Example: `  vendorgate policy trace LIA-02 testdata/examples/common-paper/engagement.yaml
  vendorgate policy trace -r county.yaml -e engagement.yaml insurance.cyber_limits acme.yaml`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usage(cmd, "name a control and a profile", "")
			}
			return nil
		},
	}
	cmd.Flags().VarP(&engagement, "engagement", "e", "what you say of this purchase; for a profile that comes without one")
	settingFlags(cmd, "requirements", "policies", "as_of", "timeout")
	format := formatFlag(cmd, "text", "json")
	full := cmd.Flags().Bool("full", false, "OPA's own trace of the evaluation, in place of all else")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if *full && format.value != "text" {
			return usage(cmd, "OPA's trace is text: --full goes without -o", "")
		}
		g, s, err := makeGate(cmd)
		if err != nil {
			return err
		}
		c, err := findControl(cmd, g, args[0])
		if err != nil {
			return err
		}
		request, err := oneRequest(cmd, s, args[1], engagement.value)
		if err != nil {
			return err
		}
		traces, decision, err := g.Trace(cmd.Context(), request, c.ID)
		switch {
		case err != nil:
			return err
		case len(traces) == 0:
			return p.unjudged(decision)
		case *full:
			return g.WriteTrace(cmd.Context(), p.stdout, request, c.ID)
		case format.value == "json":
			return printJSON(p.stdout, traces[0])
		}
		w := traceText{width: textWidth(p.stdout.w)}
		return writeText(p.stdout, w.render(traces[0]))
	}
	return cmd
}

// oneRequest is the request for a name that stands for one profile.
func oneRequest(cmd *cobra.Command, s *settings, name, engagement string) (gate.Request, error) {
	selection := gate.Selection{Paths: []string{name}, Engagement: engagement, Stdin: cmd.InOrStdin(), Limits: document.Limits(s.Limits)}
	var requests []gate.Request
	for r := range selection.Requests() {
		if requests = append(requests, r); len(requests) > 1 {
			return gate.Request{}, usage(cmd, fmt.Sprintf("%s holds more than one profile", name), "name one")
		}
	}
	return requests[0], nil
}

// unjudged is the error for a profile that could not be judged; the exit code
// is that of check.
func (p *program) unjudged(d finding.Decision) error {
	p.decided = &finding.Summary{}
	p.decided.Add(&d)
	complain(p.stderr, fmt.Errorf("the profile cannot be judged: %w", source.Problems(d.Problems)))
	return nil
}

// errUndefined says that an expression has no value.
var errUndefined = errors.New("undefined")

func (p *program) policyEvalCommand() *cobra.Command {
	engagement := text{metavar: "FILE", check: notEmpty}
	cmd := &cobra.Command{
		Use:   "eval EXPRESSION PROFILE",
		Short: "Evaluate a Rego expression against a profile",
		Long: `eval evaluates an expression with what the policies see in a check: the profile
as input, the engagement as input.engagement, data.requirements for the tier of
the purchase, data.facts, data.controls, data.context, data.settings,
data.ratings and data.calendar. Nulls in the documents are no answers.

It prints one line of JSON for every solution. An expression can do what a policy
can: it reaches no network, no file and no clock, and ends with --timeout.

Exit codes: 0 it has a value (which may be false), 1 it is undefined, 2 it is
wrong, and 3 to 5 as for check.`,
		Example: `  vendorgate policy eval input.contract.liability.cap_kind acme.yaml
  vendorgate policy eval -e deal.yaml data.facts.tier acme.yaml
  vendorgate policy eval '[p.line | some p in input.insurance.policies]' acme.yaml`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usage(cmd, "give an expression and a profile", "put the expression in single quotes")
			}
			return nil
		},
	}
	cmd.Flags().VarP(&engagement, "engagement", "e", "what you say of this purchase; for a profile that comes without one")
	settingFlags(cmd, "requirements", "policies", "as_of", "timeout")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		g, s, err := makeGate(cmd)
		if err != nil {
			return err
		}
		request, err := oneRequest(cmd, s, args[1], engagement.value)
		if err != nil {
			return err
		}
		values, missing, decision, err := g.Evaluate(cmd.Context(), request, args[0])
		switch {
		case err != nil:
			return err
		case decision.Fault != finding.FaultNone:
			return p.unjudged(decision)
		case len(values) == 0:
			return undefined(args[0], missing)
		}
		for _, v := range values {
			if _, err := fmt.Fprintln(p.stdout, visible(string(v))); err != nil {
				return err
			}
		}
		return nil
	}
	return cmd
}

// undefined is the error for an expression without a value, with the answers
// that it lacks.
func undefined(expression string, missing []policy.Seen) error {
	var problems source.Problems
	for _, m := range missing {
		problems = append(problems, source.Problem{Position: m.Position, Message: m.At + " is not answered"})
	}
	if len(problems) == 0 {
		return fmt.Errorf("%w: nothing makes %q true", errUndefined, expression)
	}
	return fmt.Errorf("%w: %w", errUndefined, problems)
}

// A traceText renders a trace for people.
type traceText struct {
	b     strings.Builder
	width int
}

func (w *traceText) render(t *gate.Trace) string {
	f := &t.Finding
	w.b.WriteString(strings.TrimSpace(f.Code+"  "+f.Control) + "  " + string(f.Status) + "\n")
	w.b.WriteString(wrapped(visible(f.Title), "", w.width))
	about := fmt.Sprintf("%s; tier %s, mode %s, as of %s, severity %s", visible(t.Profile.File), t.Tier.Name, t.Mode, t.AsOf, f.Severity)
	if t.Vendor != "" {
		about = visible(t.Vendor) + ", " + about
	}
	w.b.WriteString("\n" + wrapped(about, "", w.width))
	w.b.WriteString("\n" + wrapped(visible(string(f.Status)+": "+t.Why), "", w.width))
	if t.Fact != nil {
		fmt.Fprintf(&w.b, "\nApplies when %s: %s\n", t.Control.AppliesWhen, t.Fact.Value)
		w.rule(t.Fact, 1)
	}
	if len(f.Required) > 0 {
		w.b.WriteString("\nMeasured against\n")
		for _, r := range f.Required {
			w.line(1, "", fmt.Sprintf("%s = %s", r.Name, visible(string(r.Value))), r.Layer+", "+r.Position.String())
		}
	}
	w.b.WriteString("\nRule\n")
	w.rule(t.Rule, 1)
	if len(f.Reasons) > 0 {
		w.b.WriteString("\nReasons\n")
		for _, r := range f.Reasons {
			where := ""
			if r.Path != "" {
				where = r.Path + ", " + r.Position.String()
			}
			w.line(1, "", r.Message, where)
		}
	}
	return w.b.String()
}

// marks stand before an expression: whether it holds.
var marks = map[policy.Verdict]string{policy.Holds: "+", policy.FailsRule: "x", policy.Open: "?"}

// line writes a text at a depth and, after it, where it comes from.
func (w *traceText) line(depth int, mark, what, where string) {
	text := visible(what)
	if where != "" {
		text += "  (" + visible(where) + ")"
	}
	if mark != "" {
		mark += " "
	}
	fmt.Fprintf(&w.b, "%s%s%s\n", strings.Repeat("  ", depth), mark, text)
}

// rule writes how a rule came to its verdict.
func (w *traceText) rule(r *policy.Trace, depth int) {
	head := r.Rule
	if len(r.Args) > 0 {
		var args []string
		for _, a := range r.Args {
			args = append(args, a.Name+" = "+cmp.Or(labelled(a), shortValue(a.Value)))
		}
		head += "(" + strings.Join(args, ", ") + ")"
	}
	if r.Value != nil && string(r.Value) != "true" {
		head += " = " + shortValue(r.Value)
	}
	switch {
	case r.Repeated:
		head += ", as above"
	case r.Default:
		head += ", by default"
	}
	w.line(depth, marks[r.Verdict], head, r.Position.String())
	for i, body := range r.Bodies {
		inner := depth + 1
		if len(r.Bodies) > 1 {
			w.line(inner, marks[body.Verdict], fmt.Sprintf("body %d", i+1), body.Position.String())
			inner++
		}
		w.steps(body.Steps, inner)
	}
}

func (w *traceText) steps(steps []policy.TraceStep, depth int) {
	for i := range steps {
		s := &steps[i]
		w.line(depth, marks[s.Verdict], s.Text, fmt.Sprintf("line %d", s.Position.Line))
		if s.Error != "" {
			w.line(depth+2, "", "error: "+s.Error, "")
		}
		for _, seen := range s.Seen {
			w.seen(seen, depth+2)
		}
		for _, r := range s.Rules {
			w.rule(r, depth+1)
		}
		if s.Elements != nil || s.Verdict == policy.FailsRule {
			w.elements(s, depth+1)
		}
	}
}

// elements writes what became of each element of a list.
func (w *traceText) elements(s *policy.TraceStep, depth int) {
	for i := range s.Elements {
		e := &s.Elements[i]
		name := e.Element.At
		where := ""
		if name != "" {
			where = e.Element.Position.String()
		}
		if e.Element.Label != "" {
			name += " " + e.Element.Label
		}
		if v := string(e.Element.Value); name == "" || !strings.HasPrefix(v, "{") && e.Element.Label == "" {
			name = strings.TrimSpace(name + " = " + shortValue(e.Element.Value))
			name = strings.TrimPrefix(name, "= ")
		}
		w.line(depth, marks[e.Verdict], name, where)
		w.steps(e.Steps, depth+1)
	}
}

// labelled is the name of a list element that is too long to be shown.
func labelled(s policy.Seen) string {
	if strings.HasPrefix(string(s.Value), "{") {
		return s.Label
	}
	return ""
}

func (w *traceText) seen(s policy.Seen, depth int) {
	name := s.Name
	if name == "" {
		name = s.At
	}
	value := "not answered"
	switch {
	case s.Value != nil:
		value = cmp.Or(labelled(s), shortValue(s.Value))
	case s.Root != "input":
		value = "not set"
	}
	var where []string
	label := s.Label
	if label == value {
		label = ""
	}
	for _, part := range []string{label, s.Layer} {
		if part != "" {
			where = append(where, part)
		}
	}
	if s.Name != "" && s.At != "" {
		where = append(where, s.At)
	}
	if !s.Position.IsZero() {
		where = append(where, s.Position.String())
	}
	w.line(depth, "", name+" = "+value, strings.Join(where, ", "))
}

// shortValue is a value on one line that is not too long: of what is longer, it
// says what it is.
func shortValue(v json.RawMessage) string {
	const most = 80
	if len([]rune(string(v))) <= most {
		return string(v)
	}
	var list []json.RawMessage
	var object map[string]json.RawMessage
	switch {
	case json.Unmarshal(v, &list) == nil:
		return "a list of " + counted(len(list), "element")
	case json.Unmarshal(v, &object) == nil:
		return "an object of " + counted(len(object), "field")
	}
	return string([]rune(string(v))[:most]) + " …"
}
