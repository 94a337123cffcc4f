# METADATA
# scope: subpackages
# schemas:
#   - input: schema.input
#   - data.requirements: schema.effective
package controls
