package requirements_test

import (
	"fmt"

	"github.com/vendorgate/vendorgate/pkg/document"
	"github.com/vendorgate/vendorgate/pkg/requirements"
)

func ExampleLoad() {
	doc, err := document.Parse("county.yaml", []byte(`apiVersion: vendorgate/v1
kind: Requirements
currency: USD
minimums:
  insurance: {deductible_max: 75000}
`), document.Limits{})
	if err != nil {
		fmt.Println(err)
		return
	}
	set, err := requirements.Load(doc)
	if err != nil {
		fmt.Println(err)
		return
	}
	v, _ := set.Lookup("T1", "insurance.deductible_max")
	fmt.Println(v.Value, v.Layer, v.Position)
	for _, w := range set.Lowered() {
		fmt.Println(w.Name, w.What)
	}
	// Output:
	// 75000 member county.yaml:5:31
	// insurance.deductible_max for T1, T2 and T3: 50000 → 75000
}
