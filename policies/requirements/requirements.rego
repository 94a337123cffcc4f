# Package requirements is what the controls measure against: the member's minimums
# for the tier of the purchase. data.minimums holds them for all four tiers, with
# the shipped defaults and the member's own file already merged; this package picks
# the tier, so that one evaluation decides both the tier and the verdicts.
#
# A parameter that a tier does not set stays undefined here. The controls that read
# it do not run in that tier.
package requirements

access := data.minimums[data.facts.tier].access

assurance := data.minimums[data.facts.tier].assurance

cjis := data.minimums[data.facts.tier].cjis

continuity := data.minimums[data.facts.tier].continuity

contract := data.minimums[data.facts.tier].contract

definitions := data.minimums[data.facts.tier].definitions

dispute := data.minimums[data.facts.tier].dispute

due_diligence := data.minimums[data.facts.tier].due_diligence

encryption := data.minimums[data.facts.tier].encryption

evidence := data.minimums[data.facts.tier].evidence

frameworks := data.minimums[data.facts.tier].frameworks

hipaa := data.minimums[data.facts.tier].hipaa

incident := data.minimums[data.facts.tier].incident

indemnity := data.minimums[data.facts.tier].indemnity

insurance := data.minimums[data.facts.tier].insurance

liability := data.minimums[data.facts.tier].liability

location := data.minimums[data.facts.tier].location

logging := data.minimums[data.facts.tier].logging

mfa := data.minimums[data.facts.tier].mfa

passwords := data.minimums[data.facts.tier].passwords

personnel := data.minimums[data.facts.tier].personnel

policies := data.minimums[data.facts.tier].policies

procurement := data.minimums[data.facts.tier].procurement

regulated := data.minimums[data.facts.tier].regulated

review := data.minimums[data.facts.tier].review

reviews := data.minimums[data.facts.tier].reviews

subcontracting := data.minimums[data.facts.tier].subcontracting

termination := data.minimums[data.facts.tier].termination

training := data.minimums[data.facts.tier].training

vulnerability := data.minimums[data.facts.tier].vulnerability

wisp := data.minimums[data.facts.tier].wisp
