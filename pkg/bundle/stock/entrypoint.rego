package vendorgate

# METADATA
# title: The decision on a vendor's profile, with the status of every control
# entrypoint: true
decision := data.vendorgate.stock.decision
