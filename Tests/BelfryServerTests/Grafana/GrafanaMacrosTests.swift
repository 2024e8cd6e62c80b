import BelfryCore
import Testing

struct GrafanaMacrosTests {
    private let macros = GrafanaMacros(
        from: Instant(seconds: 1_706_191_200),
        to: Instant(seconds: 1_706_194_800),
        interval: 120,
        variables: ["job": ["a"], "receiver": ["it's", "b"]]
    )

    @Test(
        arguments: [
            ("$__timeFilter(t)", "t BETWEEN '2024-01-25T14:00:00Z' AND '2024-01-25T15:00:00Z'"),
            ("$__timeFrom() AND $__timeTo()", "'2024-01-25T14:00:00Z' AND '2024-01-25T15:00:00Z'"),
            ("$__timeGroup(t,'5m')", "floor(extract(epoch from t)/300)*300"),
            ("$__timeGroupAlias(e.t, $__interval)", "floor(extract(epoch from e.t)/120)*120 AS \"time\""),
            ("j = ${job:sqlstring}", "j = 'a'"),
            ("r IN (${receiver:sqlstring})", "r IN ('it''s','b')"),
        ]
    )
    func expandsAsGrafanaDoes(_ text: String, expanded: String) throws {
        #expect(try macros.sql(text) == expanded)
    }

    // The data source splits arguments at every comma and ends them at the first parenthesis.
    @Test(arguments: ["$__timeGroup(coalesce(a,b),'5m')", "$__timeGroup(t,5x)", "$__nothing(t)", "${other}", "$__from"])
    func whatGrafanaDoesNotTakeIsAnError(_ text: String) {
        #expect(throws: GrafanaMacros.Unknown.self) { try macros.sql(text) }
    }

    @Test func intervalsOfPromQL() {
        let expanded = macros.promQL("rate(a[$__rate_interval]) + rate(a[$__interval]) + rate(a[$__range])")
        #expect(expanded == "rate(a[480s]) + rate(a[120s]) + rate(a[3600s])")
    }
}
