import BelfryCore
import Testing

@testable import BelfryServer

@Suite struct MessageWordsTests {
    @Test(arguments: [
        (0, "0 s"), (59, "59 s"), (60, "1 min"), (3_599, "59 min"), (3_600, "1 h"), (7_500, "2 h 5 min"),
        (86_400, "1 d"),
        (273_600, "3 d 4 h"), (-5, "0 s"),
    ])
    func namesLengthsInTwoUnits(seconds: Int64, words: String) {
        #expect(DurationText.words(.seconds(seconds)) == words)
    }

    @Test(arguments: [
        (-1, "0 ms"), (850, "850 ms"), (1_000, "1 s"), (5_249, "5.2 s"), (59_999, "60 s"), (61_000, "1 min"),
        (Int64.max, "106751991 d 4 h"),
    ])
    func namesLatencies(milliseconds: Int64, words: String) {
        #expect(DurationText.latency(milliseconds: milliseconds) == words)
    }

    @Test(arguments: [
        ("2026-01-25T02:00:00Z", "UTC", "02:00 UTC, 12 min ago"),
        ("2026-01-25T02:15:00Z", "UTC", "02:15 UTC, in 3 min"),
        ("2026-01-24T23:30:00Z", "UTC", "24 Jan 23:30 UTC, 2 h 42 min ago"),
        ("2025-12-31T02:12:00Z", "UTC", "31 Dec 2025 02:12 UTC, 25 d ago"),
        ("2026-01-25T02:12:00.4Z", "Nowhere/Land", "02:12 UTC, just now"),
        ("2026-01-25T02:00:00Z", "Europe/Berlin", "03:00 GMT+1, 12 min ago"),
        ("2026-01-24T23:30:00Z", "Asia/Kolkata", "05:00 GMT+5:30, 2 h 42 min ago"),
    ])
    func givesTimesAZoneAndAnAge(time: String, zone: String, words: String) {
        #expect(ClockText(timeZone: zone, now: nightly).full(instant(time)) == words)
    }

    @Test(arguments: [
        ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("a&b", 3, "a…"), ("a&b", 7, "a&amp;b"), ("a&&", 7, "a&amp;…"),
        ("👩‍👩‍👧‍👦x", 5, "…"),
        ("👩‍👩‍👧‍👦x", 12, "👩‍👩‍👧‍👦x"), ("e\u{301}e\u{301}", 3, "e\u{301}…"),
    ])
    func cutsBetweenCharactersAfterEscaping(text: String, limit: Int, cut: String) {
        let result = UntrustedText.fitted(text, to: limit, escape: SlackText.escape)
        #expect(result == cut)
        #expect(result.utf16.count <= limit)
    }

    @Test func keepsLinesOnlyWhereTheyAreWanted() {
        #expect(UntrustedText.singleLine(" a\r\n\tb\u{0}\u{202E}c ") == "a b c")
        #expect(UntrustedText.lines("a\r\n  b\u{0}c\n\n") == "a\n  b c")
    }

    @Test func percentEncodesJobIdentifiersInLinks() {
        let links = MessageLinks(externalURL: "https://belfry.example//")
        #expect(links.job("a/b?c#d é") == "https://belfry.example/jobs/a%2Fb%3Fc%23d%20%C3%A9")
        #expect(MessageLinks().job("a") == nil)
    }

    @Test func neverShowsTheSecretOfATarget() throws {
        let url = try TargetURL("https://hooks.slack.com/services/T000/B000/abcdefghijkl")
        #expect(url.redacted == "hooks.slack.com/…ijkl")
        for text in [
            "\(url)", String(reflecting: url),
            String(describing: Mirror(reflecting: url).children.map { "\($0.value)" }),
        ] {
            #expect(!text.contains("B000"))
        }
        let short = try TargetURL("https://ntfy.example/secret")
        #expect(short.redacted.hasPrefix("ntfy.example/#") && !short.redacted.contains("secret"))
        let key = try #require(StandardWebhooksKey("whsec_YmVsZnJ5LXRlc3Qtc2VjcmV0LTMyLWJ5dGVzLWxvbmc="))
        #expect("\(key)" == "<secret>" && String(reflecting: key) == "<secret>")
    }

    @Test(arguments: [
        ("", TargetURLError.notAURL), ("hooks.slack.com/services", .notAURL), ("ftp://a.example/", .unsupportedScheme),
        ("https://user:pw@a.example/", .userInformation), ("https:///path", .noHost),
        ("http+unix://x/y", .unsupportedScheme),
    ])
    func refusesWhatIsNoTarget(text: String, error: TargetURLError) {
        #expect(throws: error) { try TargetURL(text) }
    }

    @Test func saysThatAJobFlaps() {
        var alert = AlertFacts.failed()
        alert.isFlapping = true
        let wording = AlertWording(alert)
        #expect(wording.headline(.firing).hasSuffix("is flapping: JobFailed"))
        #expect(
            wording.lead(.firing) == [
                .words("It keeps failing and recovering. This alert stands until it has settled.")
            ]
        )
    }

    @Test(arguments: ["success", "arrived", "ended"])
    func callsARecoveryWhatIsOne(reason: String) {
        var alert = AlertFacts.recovered()
        alert.resolveReason = reason
        #expect(AlertWording(alert).recovery.hasPrefix("Recovered, lasted"))
    }

    @Test func asksForTheSuccessCallbackWhereAJobSeemsNotToRunAndNeverSucceeded() {
        var alert = AlertFacts.missed
        alert.job.lastSuccessAt = nil
        alert.job.consecutiveFailures = 2
        let facts = AlertWording(alert).facts(ClockText(timeZone: "UTC", now: nightly))
        let words = facts.flatMap(\.value).map { "\($0)" }
        #expect(words.contains { $0.contains("is success_url set?") })
    }

    @Test func namesTheRuleAloneWhereThereIsNoJob() {
        var alert = AlertFacts.missed
        alert.job.jobID = ""
        alert.job.name = ""
        #expect(AlertWording(alert).headline(.firing) == "\(alert.severity.rawValue.uppercased()) \(alert.alertname)")
        alert.state = .resolved
        #expect(AlertWording(alert).headline(.resolved) == "RESOLVED \(alert.alertname)")
    }

    private static let shared: [(others: Int64?, words: String)] = [
        (nil, ""), (1, "1 other job fails with the same error."), (7, "7 other jobs fail with the same error."),
        (99, "99 other jobs fail with the same error."), (100, "100 or more other jobs fail with the same error."),
    ]

    @Test(arguments: shared)
    func saysHowManyShareACause(others: Int64?, words: String) {
        var alert = AlertFacts.failed()
        alert.othersWithSameError = others
        #expect(AlertWording(alert).lead(.firing).plain(clock) == words)
    }

    @Test func saysWhoHasAcknowledgedIt() {
        var alert = AlertFacts.failed()
        alert.acknowledgedBy = "ana"
        alert.othersWithSameError = 2
        #expect(
            AlertWording(alert).lead(.final).plain(clock)
                == "The run has now failed for good after 2 attempts: no more retries. Acknowledged by ana. "
                + "2 other jobs fail with the same error."
        )
        #expect(AlertWording(alert).headline(.acknowledged).hasSuffix("Daily Sales Report is acknowledged (HTTP 500)"))
    }

    @Test func drawsTheLastRunsWhereThereAreSome() {
        let facts = AlertWording(.failed()).facts(clock)
        #expect(facts.last == MessageFact("Last runs", .words("▄▄✕▄▅▄▄█▄▄▄✕")))
        #expect(facts.count <= SlackLimits.fields)
        #expect(AlertWording(.recovered()).facts(clock).last?.label == "Last runs")
        #expect(!AlertWording(.missed).facts(clock).contains { $0.label == "Last runs" })
    }

    @Test func doesNotCallAFailureTheResultOfWhatIsOver() throws {
        let ended = try #require(NotifyCases.all.first { $0.name == "resolved-by-a-success" }).content.alerts[0]
        let facts = AlertWording(ended).facts(clock)
        #expect(facts.map(\.label) == ["Alert", "Since", "Until", "Job", "Last failure", "Last runs"])
        #expect(facts[4].value.plain(clock) == "failure, HTTP 500, 02:00 UTC, 12 min ago")
    }

    @Test func endsALineWithTheRetryAndTheLastRuns() {
        #expect(AlertWording(.failed()).lineEnd.plain(clock) == ", next retry 02:15 UTC, in 3 min ▄▄✕▄▅▄▄█▄▄▄✕")
        var alert = AlertFacts.failed()
        alert.execution?.nextRetryAt = nil
        #expect(AlertWording(alert).lineEnd.plain(clock).hasPrefix(", no more retries "))
        #expect(AlertWording(.recovered()).lineEnd.plain(clock) == " ▄▄✕▄▅▄▄█▄▄▄✕")
    }

    private let clock = ClockText(timeZone: "UTC", now: nightly)
}
