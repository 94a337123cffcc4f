module github.com/vendorgate/vendorgate/ci/reports

go 1.26.0

require (
	github.com/defenseunicorns/go-oscal v0.7.1
	github.com/santhosh-tekuri/jsonschema/v6 v6.0.3
	github.com/yuin/goldmark v1.8.7
)

require (
	golang.org/x/text v0.14.0 // indirect
	gopkg.in/yaml.v3 v3.0.1 // indirect
)
