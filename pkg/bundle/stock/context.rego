# The day of the check, where the policies look for it.
package context

as_of := input.as_of
