package policy

import (
	"encoding/json"
	"sync"

	"github.com/vendorgate/vendorgate/policies"
)

// recordFile holds what follows from the shipped policies: reading it costs a
// tenth of deriving it. `go generate ./pkg/policy` writes it, and a test holds
// it to what the policies give.
const recordFile = "record.json"

//go:generate go test -run TestRecord -update .

type record struct {
	Policies  string    `json:"policies"` // their digest
	Facts     []string  `json:"facts"`
	Controls  []Control `json:"controls"`
	Companion string    `json:"companion"`
}

var loadRecord = sync.OnceValue(func() *record {
	data, err := policies.FS.ReadFile(recordFile)
	if err != nil {
		return nil
	}
	var r record
	if err := json.Unmarshal(data, &r); err != nil {
		return nil
	}
	return &r
})

// recall takes the catalogue from the record when it is the record of exactly
// these policies. Anything else, a record that cannot be read included, means
// that everything is derived anew.
func (p *Policies) recall(own []Module) bool {
	r := loadRecord()
	if len(own) > 0 || r == nil || r.Policies != p.digest {
		return false
	}
	p.facts, p.controls, p.companion = r.Facts, r.Controls, r.Companion
	return true
}

// Record returns the text of the record of the policies.
func (p *Policies) Record() ([]byte, error) {
	data, err := json.MarshalIndent(record{p.digest, p.facts, p.controls, p.companion}, "", "\t")
	return append(data, '\n'), err
}
