import BelfryCore
import Testing

/// Who hears of which alert, and what keeps it quiet.
struct AlertSurveyTests {
    private static let now = Instant(seconds: 1_800_000_000)

    private static func alert(_ id: Int64, _ name: String, job: String = "job", _ state: AlertState = .firing)
        -> AlertEpisode
    {
        AlertEpisode(
            alertID: id,
            jobID: job,
            fingerprint: UInt64(id),
            alertname: name,
            severity: .error,
            state: state,
            labels: [:],
            annotations: [:],
            matches: 1,
            activeSince: now,
            firingSince: now,
            runID: nil,
            failedRuns: 0,
            execution: nil,
            job: JobFacts(jobID: job, name: "Job", firstSeenAt: now)
        )
    }

    private static func survey(_ alerts: [AlertEpisode], _ routes: [Route], silences: [Silence] = []) -> AlertSurvey {
        AlertSurvey(
            alerts,
            root: Route(receiver: "ops", groupBy: .labels(["alertname"]), routes: routes),
            inhibitRules: InhibitRule.shipped,
            silences: silences,
            at: now
        )
    }

    private static func always() throws -> NamedTimeInterval {
        NamedTimeInterval(name: "always", specs: [try #require(TimeIntervalSpec())])
    }

    @Test func anAlertIsMutedOnlyWhereAllItsGroupsAre() throws {
        let muted = Route(receiver: "a", muteTimeIntervals: [try Self.always()], continues: true)
        let alerts = [Self.alert(1, "JobFailed")]
        let partly = Self.survey(alerts, [muted, Route(receiver: "b")])
        #expect(partly.entries[0].receivers == ["a", "b"])
        #expect(partly.entries[0].mutedBy == [])
        #expect(partly.groups.map { "\($0.place.receiver) \($0.place.mutedBy)" } == [#"a ["always"]"#, "b []"])
        #expect(Self.survey(alerts, [muted]).entries[0].mutedBy == ["always"])
    }

    @Test func anAlertNamesTheSilencesAndTheAlertThatInhibitsIt() throws {
        let silence = Silence(
            id: "s",
            matchers: [LabelMatcher("alertname", is: "SlowJob")],
            startsAt: Self.now,
            endsAt: Self.now + .hours(1),
            createdBy: "me",
            comment: "",
            updatedAt: Self.now
        )
        let survey = Self.survey(
            [
                Self.alert(1, "JobFailed"), Self.alert(2, "SlowJob"), Self.alert(3, "SlowJob", job: "other"),
                Self.alert(4, "JobFailed", job: "other", .pending),
            ],
            [],
            silences: [silence]
        )
        #expect(survey.entries.map(\.silencedBy) == [[], ["s"], ["s"], []])
        #expect(survey.entries.map(\.inhibitedBy) == [[], [1], [], []], "a pending alert inhibits nothing")
    }

    @Test func groupsHoldTheAlertsThatShareTheirLabels() {
        let alerts = [Self.alert(1, "JobFailed"), Self.alert(2, "JobFailed", job: "b"), Self.alert(3, "Custom")]
        let groups = Self.survey(alerts, []).groups
        #expect(groups.map(\.place.groupLabels) == [["alertname": "Custom"], ["alertname": "JobFailed"]])
        #expect(groups.map { $0.entries.map(\.alert.alertID) } == [[3], [1, 2]])
    }
}
