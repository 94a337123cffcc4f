package source_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/vendorgate/vendorgate/pkg/source"
)

func TestPosition(t *testing.T) {
	for want, p := range map[string]source.Position{
		"a.yaml:3:7": {File: "a.yaml", Line: 3, Column: 7},
		"a.yaml:3":   {File: "a.yaml", Line: 3},
		"a.yaml":     {File: "a.yaml"},
		"-:1:1":      {Line: 1, Column: 1},
	} {
		if got := p.String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestProblems(t *testing.T) {
	at := func(line int) source.Position { return source.Position{File: "a.yaml", Line: line, Column: 1} }
	ps := source.Problems{
		{Position: at(9), Message: "late"},
		{Position: at(2), Message: "early", Hint: "mend it"},
		{Position: at(9), Message: "late"},
	}.Sorted()
	if want := "a.yaml:2:1: early\n    hint: mend it\na.yaml:9:1: late"; ps.Error() != want {
		t.Errorf("got\n%s\nwant\n%s", ps.Error(), want)
	}
	var found source.Problems
	if !errors.As(fmt.Errorf("wrapped: %w", ps.Err()), &found) || len(found) != 2 {
		t.Errorf("the problems are lost in wrapping: %v", found)
	}
	if source.Problems(nil).Err() != nil {
		t.Error("no problems make an error")
	}
}

func TestNearest(t *testing.T) {
	words := []string{"notice_value", "notice_unit", "trigger", "all", "none", "high"}
	for name, want := range map[string]string{
		"notice_valeu": "notice_value",
		"noticevalue":  "notice_value",
		"Notice_Value": "notice_value",
		"al":           "all",
		"hgih":         "high",
		"trgger":       "trigger",
		"deductible":   "",
		"":             "",
		"n":            "",
		"value":        "",
	} {
		if got := source.Nearest(name, words); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
