// Package schemas holds the JSON Schemas of vendorgate's documents, embedded in
// the program: what a vendor's profile, a member's engagement, requirements and
// waivers, the metadata of a control and a saved report may contain.
//
// They are draft-07, closed (a field they do not name is an error) and every
// field has a title and a description, because editors, questionnaires and
// documentation show them. Package schema validates documents against them.
package schemas

import "embed"

// FS holds one file per kind of document.
//
//go:embed profile.json engagement.json requirements.json waivers.json control.json report.json case.json mutants.json
var FS embed.FS
