package schema_test

import (
	"fmt"

	"github.com/vendorgate/vendorgate/pkg/schema"
)

func ExampleValidate() {
	document := map[string]any{
		"apiVersion": "vendorgate/v1",
		"kind":       "VendorProfile",
		"profile_id": "acme",
		"vendor":     map[string]any{"legal_name": "Acme Ltd"},
		"contract":   map[string]any{"status": "negotating", "liability": map[string]any{"cap_amount": "$2M"}},
	}
	for _, p := range schema.Validate(schema.VendorProfile, document, nil) {
		fmt.Println(p.Message)
		fmt.Println("  hint:", p.Hint)
	}
	// Output:
	// contract.liability.cap_amount is the text "$2M": want a whole number
	//   hint: write 2000000, without quotes or signs
	// contract.status is "negotating": want one of draft, negotiating, executed, expired, terminated
	//   hint: did you mean "negotiating"?
}
