# The ranks of ordered words, so that no policy compares them as strings. A
# higher rank is better, stronger or more.
package ratings

# Financial strength of an insurer, as A.M. Best rates it.
am_best := {
	"A++": 16, "A+": 15, "A": 14, "A-": 13,
	"B++": 12, "B+": 11, "B": 10, "B-": 9,
	"C++": 8, "C+": 7, "C": 6, "C-": 5,
	"D": 4, "E": 3, "F": 2, "S": 1, "NR": 0,
}

# Financial size category of an insurer, as A.M. Best classes it.
am_best_size := {
	"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5,
	"VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10,
	"XI": 11, "XII": 12, "XIII": 13, "XIV": 14, "XV": 15,
}

# How many of the accounts or paths in question a safeguard covers.
extent := {"none": 0, "some": 1, "all": 2}

# The second factor of a sign-in.
factor := {"none": 0, "sms": 1, "app": 2, "phishing_resistant": 3}

# Protocols that carry data. A tunnel of its own kind counts as current TLS.
tls := {"1.0": 0, "1.1": 1, "1.2": 2, "1.3": 3, "ssh2": 3, "ipsec": 3}

# Who vouches for a security framework.
attestation := {"self": 0, "third_party": 1, "certified": 2}

# How well an answer is supported.
basis := {"claimed": 0, "documented": 1, "verified": 2}

# How much a recommendation or a control weighs.
severity := {"low": 0, "medium": 1, "high": 2, "critical": 3}

# What a grant allows.
access := {"none": 0, "read": 1, "write": 2, "admin": 3}

# How staff are screened.
screening := {"none": 0, "standard": 1, "fingerprint_based": 2}
