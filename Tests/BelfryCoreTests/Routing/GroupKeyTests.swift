import BelfryCore
import Testing

struct GroupKeyTests {
    private let labels: LabelSet = ["alertname": "JobFailed", "cron_job_id": "j1", "cron_job_name": "Sync"]

    @Test(arguments: [
        (GroupBy.labels(["alertname"]), #"{}:{alertname="JobFailed"}"#),
        (.labels(["cron_job_id", "alertname"]), #"{}:{alertname="JobFailed", cron_job_id="j1"}"#),
        (.labels(["alertname", "missing"]), #"{}:{alertname="JobFailed"}"#),
        (.labels([]), "{}:{}"),
        (.allLabels, #"{}:{alertname="JobFailed", cron_job_id="j1", cron_job_name="Sync"}"#),
    ])
    func printsAsAlertmanagerDoes(groupBy: GroupBy, text: String) throws {
        let node = try #require(Route(groupBy: groupBy).match(labels).first)
        #expect(node.groupKey(of: labels).description == text)
    }

    @Test func aChildsKeyHasTheMatchersOfItsParents() throws {
        let route = Route(routes: [Route(matchers: [LabelMatcher("cron_job_id", is: "j1")], groupBy: .labels([]))])
        let node = try #require(route.match(labels).first)
        #expect(node.groupKey(of: labels).description == #"{}/{cron_job_id="j1"}:{}"#)
        #expect(node.groupKey(of: labels).id == #"{}/{cron_job_id="j1"}/0:{}"#)
    }

    @Test func siblingsWithTheSameMatchersHaveGroupsOfTheirOwn() throws {
        let twins = [true, false].map { Route(matchers: [LabelMatcher("cron_job_id", is: "j1")], continues: $0) }
        let keys = Route(routes: twins).match(labels).map { $0.groupKey(of: labels) }
        try #require(keys.count == 2)
        #expect(keys[0].description == keys[1].description)
        #expect(keys[0].id != keys[1].id)
    }
}
