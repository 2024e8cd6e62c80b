import CEL
import Testing

@Suite("Times")
struct TimeTests {
    @Test(arguments: [
        "at.getFullYear() == 2009 && at.getMonth() == 1 && at.getDate() == 13 && at.getDayOfMonth() == 12",
        "at.getDayOfYear() == 43 && at.getDayOfWeek() == 5",
        "at.getHours() == 23 && at.getMinutes() == 31 && at.getSeconds() == 30 && at.getMilliseconds() == 0",
        "at.getHours('+02:00') == 1 && at.getDate('+02:00') == 14", "at.getHours('-09:30') == 14",
        "at.getHours('Europe/Warsaw') == 0", "at.getMinutes('Asia/Kathmandu') == 16",
        "timestamp('2024-07-01T00:00:00Z').getHours('Europe/Warsaw') == 2",
        "timestamp('2024-01-01T00:00:00Z').getHours('Europe/Warsaw') == 1",
        "timestamp('0001-01-01T00:00:00Z').getFullYear() == 1",
        "timestamp('2000-02-29T00:00:00Z').getDayOfYear() == 59",
        "timestamp('1969-12-31T23:59:59.5Z').getSeconds() == 59",
        "at - duration('90s') < at && at + span - at == span", "span.getMinutes() == 1 && span.getSeconds() == 90",
        "timestamp('1969-12-31T23:59:59.5Z') + duration('1s') == timestamp('1970-01-01T00:00:00.5Z')",
        "timestamp('1970-01-01T00:00:00Z') - timestamp('1970-01-01T00:00:00.25Z') == duration('-250ms')",
    ])
    func holds(source: String) throws {
        #expect(try Sample.evaluate(source) == .bool(true))
    }

    @Test(arguments: [
        "at.getHours('Mars/Olympus')", "at.getHours('+25:00')", "at.getHours('+2')", "at.getHours('')",
    ])
    func refusesUnknownZones(source: String) throws {
        #expect(try Sample.failure(of: source)?.kind == .invalidArgument)
    }

    /// Every day of the four centuries after which the calendar repeats.
    @Test func knowsTheCalendar() throws {
        var previous = "1999-12-31T00:00:00Z"
        for day in Int64(10_957)..<(10_957 + 146_097) {
            let text = Timestamp(seconds: day * 86_400).description
            guard text > previous, try Timestamp(parsing: text).seconds == day * 86_400 else {
                Issue.record("\(previous) is followed by \(text)")
                return
            }
            previous = text
        }
        #expect(previous == "2399-12-31T00:00:00Z")
    }
}
