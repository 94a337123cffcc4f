package controls.wisconsin_test

import data.controls.wisconsin

clause := {"member_owns_data": true, "request_referral": "fixed"}

test_passes if {
	wisconsin.contractor_records with input.contract.data_practices as clause
	wisconsin.contractor_records with input.contract.data_practices as object.union(clause, {"request_referral": "immediate"})
}

test_does_not_pass_otherwise if {
	every wrong in [
		{"member_owns_data": false},
		{"request_referral": "none"},
		{"request_referral": "silent"},
	] {
		not wisconsin.contractor_records with input.contract.data_practices as object.union(clause, wrong)
	}
	every field in object.keys(clause) {
		not wisconsin.contractor_records with input.contract.data_practices as object.remove(clause, [field])
	}
}
