package calendar_test

days_cases := {
	"the same day": {"from": "2026-11-23", "to": "2026-11-23", "days": 0},
	"the next day": {"from": "2026-11-23", "to": "2026-11-24", "days": 1},
	"the day before": {"from": "2026-11-23", "to": "2026-11-22", "days": -1},
	"over the end of a year": {"from": "2026-12-31", "to": "2027-01-01", "days": 1},
	"a year": {"from": "2026-11-23", "to": "2027-11-23", "days": 365},
	"a leap year": {"from": "2028-01-01", "to": "2029-01-01", "days": 366},
	"over a leap day": {"from": "2028-02-28", "to": "2028-03-01", "days": 2},
	"no leap day in 1900": {"from": "1900-02-28", "to": "1900-03-01", "days": 1},
	"over the start of summer time": {"from": "2026-03-08", "to": "2026-03-09", "days": 1},
	"from the first date to the last": {"from": "1900-01-01", "to": "2199-12-31", "days": 109572},
	"and back": {"from": "2199-12-31", "to": "1900-01-01", "days": -109572},
}

test_days[name] if {
	some name, case in days_cases
	data.calendar.days(case.from, case.to) == case.days
}

add_days_cases := {
	"none": {"date": "2026-11-23", "days": 0, "then": "2026-11-23"},
	"one": {"date": "2026-11-30", "days": 1, "then": "2026-12-01"},
	"one back": {"date": "2027-01-01", "days": -1, "then": "2026-12-31"},
	"to a leap day": {"date": "2028-02-28", "days": 1, "then": "2028-02-29"},
	"past a February of 28 days": {"date": "2027-02-28", "days": 1, "then": "2027-03-01"},
	"a year": {"date": "2026-11-23", "days": 365, "then": "2027-11-23"},
}

test_add_days[name] if {
	some name, case in add_days_cases
	data.calendar.add_days(case.date, case.days) == case.then
}

add_months_cases := {
	"none": {"date": "2026-01-31", "months": 0, "then": "2026-01-31"},
	"one": {"date": "2026-11-23", "months": 1, "then": "2026-12-23"},
	"over the end of a year": {"date": "2026-12-01", "months": 1, "then": "2027-01-01"},
	"to a month without such a day": {"date": "2026-01-31", "months": 1, "then": "2026-02-28"},
	"to February of a leap year": {"date": "2028-01-31", "months": 1, "then": "2028-02-29"},
	"one day short of too long": {"date": "2026-01-28", "months": 1, "then": "2026-02-28"},
	"one day too long": {"date": "2026-01-29", "months": 1, "then": "2026-02-28"},
	"from the 31st to the 30th": {"date": "2026-03-31", "months": 1, "then": "2026-04-30"},
	"from the 30th to a 31st": {"date": "2026-04-30", "months": 1, "then": "2026-05-30"},
	"twelve from a leap day": {"date": "2028-02-29", "months": 12, "then": "2029-02-28"},
	"forty-eight from a leap day": {"date": "2028-02-29", "months": 48, "then": "2032-02-29"},
	"one back": {"date": "2026-03-31", "months": -1, "then": "2026-02-28"},
	"over the start of a year": {"date": "2026-01-15", "months": -1, "then": "2025-12-15"},
	"thirty-six": {"date": "2026-11-23", "months": 36, "then": "2029-11-23"},
}

test_add_months[name] if {
	some name, case in add_months_cases
	data.calendar.add_months(case.date, case.months) == case.then
}
