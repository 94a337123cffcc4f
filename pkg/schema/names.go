package schema

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Word shows a word of a document, such as nist_800_88 or loss_of_site, as people
// write it: by its proper name, or with spaces.
func Word(word string) string {
	if name, ok := names[word]; ok {
		return name
	}
	return strings.ReplaceAll(word, "_", " ")
}

// Plainly writes a sentence with the words of the documents that stand in it, such
// as api_integration, as people write them. Those that are words of the language
// too, such as native, stay as they are.
func Plainly(sentence string) string {
	return token.ReplaceAllStringFunc(sentence, func(t string) string {
		if choices()[t] {
			return Word(t)
		}
		return t
	})
}

// token is a run of what names and words are made of, so that no part of an id, a
// path or an address is taken for a word.
var token = regexp.MustCompile(`[\p{L}\p{N}_./@-]*[\p{L}\p{N}_]`)

// choices are the words that a field of the documents can be, as far as they
// cannot be meant otherwise.
var choices = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{"cgl": true, "cji": true, "cjis": true, "fti": true, "hipaa": true, "mgdpa": true, "phi": true, "ssn": true, "wisp": true}
	var walk func(node any)
	walk = func(node any) {
		switch n := node.(type) {
		case map[string]any:
			for _, word := range enumWords(n) {
				if strings.Contains(word, "_") {
					out[word] = true
				}
			}
			for _, inner := range n {
				walk(inner)
			}
		case []any:
			for _, inner := range n {
				walk(inner)
			}
		}
	}
	walk(input())
	return out
})

// names are the words that mean more to people under another name than their own
// with spaces in it.
var names = map[string]string{
	// standards, frameworks, certificates and questionnaires
	"caiq":                        "CAIQ",
	"cis_v8_1":                    "CIS Controls v8.1",
	"cisa_scrm":                   "CISA vendor questionnaire (SCRM)",
	"cjis":                        "CJIS Security Policy",
	"cjis_mp_6":                   "CJIS Security Policy (MP-6)",
	"cmmc_l2":                     "CMMC Level 2",
	"dod_5220_22m":                "DoD 5220.22-M",
	"fedramp_high":                "FedRAMP High",
	"fedramp_moderate":            "FedRAMP Moderate",
	"govramp":                     "GovRAMP",
	"hecvat":                      "HECVAT",
	"hipaa":                       "HIPAA",
	"access_amendment_accounting": "individuals' rights (access, amendment, accounting)",
	"report_breach_and_incidents": "report of breaches and incidents",
	"safeguards_security_rule":    "safeguards of the Security Rule",
	"subcontractor_same_terms":    "the same terms for subcontractors",
	"hipaa_security_rule":         "HIPAA Security Rule",
	"hitrust_r2":                  "HITRUST r2",
	"ieee_2883":                   "IEEE 2883",
	"iso_27001":                   "ISO/IEC 27001",
	"iso_certificate":             "ISO certificate",
	"mcit_self_assessment":        "MCIT self-assessment",
	"mgdpa":                       "Minnesota Government Data Practices Act",
	"mvsp":                        "MVSP",
	"nist_800_171":                "NIST SP 800-171",
	"nist_800_53":                 "NIST SP 800-53",
	"nist_800_88":                 "NIST SP 800-88",
	"nist_csf_2_0":                "NIST CSF 2.0",
	"pci_aoc":                     "PCI DSS attestation of compliance",
	"pub1075":                     "IRS Publication 1075",
	"sig":                         "SIG",
	"soc2":                        "SOC 2",
	"soc2_report":                 "SOC 2 report",
	"soc2_type1":                  "SOC 2 Type 1",
	"soc2_type2":                  "SOC 2 Type 2",
	"vsaq":                        "VSAQ",

	// insurance
	"acord_25":               "ACORD 25 certificate",
	"cgl":                    "general liability",
	"wc_el":                  "workers' compensation",
	"professional_eo":        "professional liability (E&O)",
	"tech_eo":                "technology errors and omissions",
	"tech_eo_cyber_combined": "technology E&O and cyber, combined",
	"lloyds":                 "Lloyd's",
	"pool":                   "risk pool",
	"sir":                    "self-insured retention",
	"claims_made":            "claims-made",

	// contracts
	"aoc":                   "PCI DSS attestation of compliance",
	"baa":                   "business associate agreement",
	"dpa":                   "data processing agreement",
	"fees_paid_12mo":        "fees of the last twelve months",
	"ferpa_terms":           "FERPA terms",
	"first_and_third_party": "first-party and third-party",
	"ip":                    "intellectual property",
	"ip_only":               "intellectual property only",
	"msa":                   "master agreement",
	"sow":                   "statement of work",
	"books_to_secretary":    "books open to the federal health department",
	"wilful_misconduct":     "willful misconduct",

	// classes of data
	"cji":                         "criminal justice information (CJI)",
	"confidential_on_individuals": "confidential data on individuals",
	"education":                   "education records",
	"fti":                         "federal tax information (FTI)",
	"nonpublic":                   "nonpublic data",
	"pci_chd":                     "payment card data",
	"phi":                         "protected health information (PHI)",
	"private_on_individuals":      "private data on individuals",
	"protected_nonpublic":         "protected nonpublic data",
	"public_on_individuals":       "public data on individuals",
	"ssn":                         "Social Security numbers",
	"welfare":                     "welfare data",
	"all_not_public":              "all not-public data",

	// technology
	"api_integration":        "API integration",
	"bcp":                    "continuity plan",
	"client_vpn":             "client VPN",
	"csv":                    "CSV",
	"dr_test_report":         "disaster recovery test report",
	"encrypted_only_no_keys": "encrypted only, without the keys",
	"internet_only_saas":     "internet-only cloud service (SaaS)",
	"ipsec":                  "IPsec",
	"ir_plan":                "incident response plan",
	"it":                     "IT",
	"json":                   "JSON",
	"managed_it":             "managed IT",
	"mfa":                    "multifactor authentication",
	"native":                 "the system's own format",
	"onprem_device":          "device on the member's premises",
	"pdf_only":               "PDF only",
	"phishing_resistant":     "phishing-resistant",
	"pst_eml":                "PST or EML (mail)",
	"rmm_agent":              "remote management agent (RMM)",
	"saas":                   "cloud service (SaaS)",
	"saas_tenant":            "cloud tenant (SaaS)",
	"site_to_site_vpn":       "site-to-site VPN",
	"sms":                    "text message (SMS)",
	"sql_dump":               "SQL dump",
	"ssh2":                   "SSH-2",
	"vendor_hsm":             "vendor's hardware module (HSM)",
	"vendor_kms":             "vendor's key service (KMS)",
	"vendor_software":        "vendor's software",
	"third_party_escrow":     "third-party escrow",
	"overwrite_3_pass":       "overwriting three times",
	"crypto_erase":           "erasing the keys (crypto-erase)",
	"physical_destroy":       "physical destruction",
	"wisp":                   "written information security program",
	"xml":                    "XML",
	"ztna":                   "zero-trust network access (ZTNA)",
	"cia_stored":             "confidentiality, integrity and availability of stored data",
	"cia_transmitted":        "confidentiality, integrity and availability of transmitted data",
}

// amounts are the fields of the input that hold money, in whole units of the
// document's currency. A field below one of them is an amount if it is a number.
var amounts = []string{
	"contract.liability.cap_amount",
	"contract.liability.fees_paid_to_date",
	"contract.liability.super_cap",
	"engagement.annual_fees",
	"engagement.total_contract_value",
	"insurance.policies.[].deductible",
	"insurance.policies.[].limits",
	"insurance.policies.[].sublimits.[].amount",
}

// Say puts an answer into words where its value alone does not read well: an
// amount with its currency, and the words of a list of choices by their proper
// names. It returns "" where the value says it all. path is that of the field
// within a control's input, with "[]" for any element of a list.
func Say(path []string, value any, currency string) string {
	node := schemaAt(input(), path)
	switch v := value.(type) {
	case json.Number:
		at := strings.Join(path, ".")
		if slices.ContainsFunc(amounts, func(a string) bool { return at == a || strings.HasPrefix(at, a+".") }) {
			return Grouped(v.String()) + " " + currency
		}
	case string:
		if name := Word(v); isChoice(node) && name != v {
			return name
		}
	case []any:
		items, _ := node["items"].(map[string]any)
		if !isChoice(items) {
			return ""
		}
		var said []string
		for _, item := range v {
			word, _ := item.(string)
			said = append(said, Word(word))
		}
		return strings.Join(said, ", ")
	}
	return ""
}

// Grouped puts commas into a whole number.
func Grouped(number string) string {
	if strings.ContainsAny(number, ".eE-") {
		return number
	}
	for i := len(number) - 3; i > 0; i -= 3 {
		number = number[:i] + "," + number[i:]
	}
	return number
}

// isChoice reports whether a field takes one of the words that its schema lists.
func isChoice(node map[string]any) bool { return len(enumWords(node)) > 0 }
