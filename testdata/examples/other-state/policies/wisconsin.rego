# What Wisconsin's law asks of a contract, in place of Minnesota's.
package controls.wisconsin

# METADATA
# title: The county can give out the records that its contractor keeps
# description: >-
#   Under Wis. Stat. 19.36 (3) the county owes the public a record that its contractor produced or collected just as
#   if the county itself kept it. It can do so only if the data is the county's and the vendor passes requests on.
# custom:
#   code: WIS-01
#   state: US-WI
#   severity: critical
#   consideration: 5
#   applies_when: reaches_member_data
#   waivable: false
#   remediation: >-
#     Add a clause that the county's data stays the county's, and that the vendor passes each request for records on
#     to the county at once or within a fixed time.
contractor_records if {
	input.contract.data_practices.member_owns_data == true
	input.contract.data_practices.request_referral in {"immediate", "fixed"}
}
