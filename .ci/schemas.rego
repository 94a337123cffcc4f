# For `opa check --schema`: what the controls read is what the schemas allow. The
# product binds them in its compiler; a stock opa is told by this annotation.
#
# METADATA
# scope: subpackages
# schemas:
#   - input: schema.input
#   - data.requirements: schema.effective
package controls
