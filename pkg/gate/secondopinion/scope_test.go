package secondopinion

import "slices"

// Whether a control applies. Each of these is about the engagement, which the
// member alone writes; what it leaves open could be either way.

var (
	veryPrivate = []string{"phi", "cji", "fti", "ssn", "pci_chd", "welfare", "confidential_on_individuals", "protected_nonpublic", "security_information"}
	private     = []string{"private_on_individuals", "nonpublic", "education"}
	notPublic   = slices.Concat(veryPrivate, private)
	individuals = []string{"private_on_individuals", "confidential_on_individuals", "public_on_individuals", "phi", "cji", "fti", "ssn", "education", "welfare"}
	networked   = []string{"site_to_site_vpn", "client_vpn", "ztna", "rmm_agent", "remote_desktop_gateway", "cloud_tenant_admin", "onprem_device"}
)

func always(*view) tri { return yes }

func reachesMemberData(v *view) tri { return v.says("engagement.data.vendor_role").notEmpty() }

func storesMemberData(v *view) tri {
	return v.says("engagement.data.vendor_role").hasAny("store", "maintain", "collect")
}

func holds(classes ...string) func(*view) tri {
	return func(v *view) tri {
		return all(reachesMemberData(v), v.says("engagement.data.classes").hasAny(classes...))
	}
}

// classed asks for the class alone: the member named it, so it is in play even
// where the vendor's part in it is nothing yet.
func classed(classes ...string) func(*view) tri {
	return func(v *view) tri { return v.says("engagement.data.classes").hasAny(classes...) }
}

var (
	holdsNotPublicData     = holds(notPublic...)
	holdsDataOnIndividuals = holds(individuals...)
	handlesHealthData      = classed("phi")
	handlesCriminalJustice = classed("cji")
	handlesOtherRegulated  = classed("fti", "pci_chd", "education")
)

func connectsToMember(v *view) tri {
	types := v.says("engagement.connectivity.types")
	return types.known(func() bool { return !slices.Equal(types.words(), []string{"none"}) && len(types.words()) > 0 })
}

func connectsBeyondSaaS(v *view) tri {
	return not(all(v.says("engagement.connectivity.types").within("none", "internet_only_saas"), v.says("engagement.connectivity.privileged").isFalse()))
}

func reachesDataOrSystems(v *view) tri { return either(reachesMemberData(v), connectsToMember(v)) }

func reachesDataSystemsOrPremises(v *view) tri {
	return either(reachesDataOrSystems(v), v.says("engagement.on_site").isTrue())
}

func privilegedOrPurchasing(v *view) tri {
	return either(v.says("engagement.connectivity.privileged").isTrue(), v.says("engagement.vendor_procures_assets").isTrue())
}

func truly(path string) func(*view) tri {
	return func(v *view) tri { return v.says(path).isTrue() }
}

var (
	onSite                     = truly("engagement.on_site")
	vendorDevices              = truly("engagement.vendor_devices")
	usesVehicles               = truly("engagement.vehicles_used")
	procuresAssets             = truly("engagement.vendor_procures_assets")
	usesSubcontractors         = truly("engagement.uses_subcontractors")
	performsGovernmentFunction = truly("engagement.performs_government_function")
)

func needsServices(v *view) tri { return v.says("engagement.needed_services").notEmpty() }

func needsSecurityServices(v *view) tri {
	return v.says("engagement.needed_security_services").notEmpty()
}

func lossMatters(v *view) tri { return not(v.says("engagement.criticality").is("low")) }

func continuityMatters(v *view) tri { return either(lossMatters(v), storesMemberData(v)) }

func holdsGrants(v *view) tri {
	return either(reachesMemberData(v), v.says("engagement.access.grants").notEmpty())
}

func preAward(v *view) tri { return v.says("engagement.mode").is("pre_award") }

func inContract(v *view) tri { return not(preAward(v)) }

// tierOf is the first tier whose description may fit: an open question counts
// for the more sensitive one.
func tierOf(v *view, manyPeople answer) (tier string, assumed bool) {
	classes := v.says("engagement.data.classes")
	types := v.says("engagement.connectivity.types")
	critical := v.says("engagement.criticality")
	for _, t := range []struct {
		name string
		fits tri
	}{
		{"T1", either(
			classes.hasAny(veryPrivate...),
			v.says("engagement.connectivity.privileged").isTrue(),
			critical.is("critical"),
			all(holdsDataOnIndividuals(v), v.says("engagement.data.individuals_count").atLeast(manyPeople)))},
		{"T2", either(classes.hasAny(private...), types.hasAny(networked...), critical.is("high"))},
		{"T3", either(
			reachesMemberData(v),
			connectsToMember(v),
			onSite(v),
			vendorDevices(v),
			critical.is("moderate"))},
	} {
		if t.fits.truth != isNo {
			return t.name, t.fits.truth == isOpen
		}
	}
	return "T4", false
}
