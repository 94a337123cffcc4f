# Arithmetic with calendar dates, written YYYY-MM-DD.
package calendar

nanoseconds_per_day := ((24 * 60) * 60) * 1000000000

# days is the number of whole days from one date to another; negative when the
# second comes first.
days(from, to) := (midnight(to) - midnight(from)) / nanoseconds_per_day

midnight(date) := time.parse_rfc3339_ns(sprintf("%sT00:00:00Z", [date]))

# add_days is the date so many days later.
add_days(date, n) := time.format([time.add_date(midnight(date), 0, 0, n), "UTC", "2006-01-02"])

# add_months is the same day so many months later, or the last day of that month
# where it has no such day.
add_months(date, n) := min({
	time.format([time.add_date(midnight(date), 0, n, 0), "UTC", "2006-01-02"]),
	last_day_of_month(date, n),
})

last_day_of_month(date, n) := time.format([
	time.add_date(midnight(sprintf("%s-01", [substring(date, 0, 7)])), 0, n + 1, -1),
	"UTC",
	"2006-01-02",
])
