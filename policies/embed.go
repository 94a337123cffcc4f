// Package policies holds the shipped Rego policies and the shipped default
// requirements, embedded in the program.
//
// Every folder is one kind of policy: controls (one package per topic), facts
// (what the engagement says, and the tier that follows), requirements (the
// effective minimums of that tier, and the defaults), decision (one status per
// control), and the calendar and ratings that controls compute with.
package policies

import "embed"

// FS holds the policies, their tests, the mutants that these do not notice, and
// the default requirements.
//
//go:embed mutants.yaml calendar controls decision facts ratings requirements known_answers.json record.json
var FS embed.FS
