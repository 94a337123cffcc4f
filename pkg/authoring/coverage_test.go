package authoring

import (
	"encoding/json"
	"testing"
)

// TestEveryUnreadFieldHasAReason: a field that nobody reads costs a vendor an
// answer, so it has to say what it is for; and a reason goes when a control
// comes.
func TestEveryUnreadFieldHasAReason(t *testing.T) {
	s, err := Open(nil)
	if err != nil {
		t.Fatal(err)
	}
	c, err := s.Coverage()
	if err != nil {
		t.Fatal(err)
	}
	var reasons unread
	if err := json.Unmarshal(unreadReasons, &reasons); err != nil {
		t.Fatal(err)
	}
	for _, f := range c.Fields {
		if f.Unread() && f.Reason == "" {
			t.Errorf("nothing reads %s (%s): add a control, or a reason to unread.json", f.Path, f.Title)
		}
		if f.Unread() {
			delete(reasons.Fields, f.Path)
		}
	}
	for path := range reasons.Fields {
		t.Errorf("unread.json has a reason for %s, which is read or does not exist", path)
	}
	for _, r := range c.Requirements {
		if r.Unread() && r.Reason == "" {
			t.Errorf("nothing measures against %s: add a control, or a reason to unread.json", r.Name)
		}
		if r.Unread() {
			delete(reasons.Requirements, r.Name)
		}
	}
	for name := range reasons.Requirements {
		t.Errorf("unread.json has a reason for %s, which is read or does not exist", name)
	}
}
