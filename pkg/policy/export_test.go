package policy

// Derive is Compile without the record.
func Derive(shipped []Module) (*Policies, error) {
	trees, problems := parse(shipped)
	if len(problems) > 0 {
		return nil, problems
	}
	p := &Policies{digest: digest(shipped, nil)}
	return p, p.analyse(trees, nil, texts(shipped))
}
