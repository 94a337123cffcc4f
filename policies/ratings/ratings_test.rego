package ratings_test

# Every scale with all its words, from the lowest to the highest. Words on one row
# rank alike.
scales := {
	"am_best": [
		["NR"], ["S"], ["F"], ["E"], ["D"],
		["C-"], ["C"], ["C+"], ["C++"],
		["B-"], ["B"], ["B+"], ["B++"],
		["A-"], ["A"], ["A+"], ["A++"],
	],
	"am_best_size": [
		["I"], ["II"], ["III"], ["IV"], ["V"],
		["VI"], ["VII"], ["VIII"], ["IX"], ["X"],
		["XI"], ["XII"], ["XIII"], ["XIV"], ["XV"],
	],
	"extent": [["none"], ["some"], ["all"]],
	"factor": [["none"], ["sms"], ["app"], ["phishing_resistant"]],
	"tls": [["1.0"], ["1.1"], ["1.2"], ["1.3", "ipsec", "ssh2"]],
	"attestation": [["self"], ["third_party"], ["certified"]],
	"basis": [["claimed"], ["documented"], ["verified"]],
	"severity": [["low"], ["medium"], ["high"], ["critical"]],
	"access": [["none"], ["read"], ["write"], ["admin"]],
	"screening": [["none"], ["standard"], ["fingerprint_based"]],
}

test_order[name] if {
	some name, rows in scales
	every i, row in rows {
		every word in row {
			data.ratings[name][word] == data.ratings[name][row[0]]
		}
		every below in array.slice(rows, 0, i) {
			data.ratings[name][below[0]] < data.ratings[name][row[0]]
		}
	}
}

test_words[name] if {
	some name, rows in scales
	object.keys(data.ratings[name]) == {word | some row in rows; some word in row}
}

# A scale that is missing here would have no test of its order.
test_scales if object.keys(data.ratings) == object.keys(scales)
