extension JobFacts {
    /// Writes the facts as an object.
    func write(to json: inout JSONBytes) {
        json.object { json in
            json.key("consecutiveFailedRuns", consecutiveFailedRuns)
            json.key("consecutiveFailures", consecutiveFailures)
            json.key("firstSeenAt", firstSeenAt.microseconds)
            json.key("jobID", jobID)
            json.key("lastSuccessAt", lastSuccessAt?.microseconds)
            json.key("name", name)
            json.key("p50MS", p50MS)
            json.key("p95MS", p95MS)
        }
    }

    /// Reads the object.
    init(from json: inout JSONReader) throws(JSONProblem) {
        var (jobID, name): (String?, String?)
        var firstSeenAt: Instant?
        var facts = JobFacts(jobID: "", name: "", firstSeenAt: Instant(microseconds: 0))
        try json.readObject { json, key throws(JSONProblem) in
            switch key {
            case "jobID": jobID = try json.readText()
            case "name": name = try json.readText()
            case "lastSuccessAt": facts.lastSuccessAt = Instant(microseconds: try json.readInteger())
            case "firstSeenAt": firstSeenAt = Instant(microseconds: try json.readInteger())
            case "consecutiveFailures": facts.consecutiveFailures = try json.readInteger()
            case "consecutiveFailedRuns": facts.consecutiveFailedRuns = try json.readInteger()
            case "p50MS": facts.p50MS = try json.readInteger()
            case "p95MS": facts.p95MS = try json.readInteger()
            default: try json.skipValue(depth: 3)
            }
        }
        guard let jobID, let name, let firstSeenAt else { throw JSONProblem(detail: "a job lacks a member") }
        (facts.jobID, facts.name, facts.firstSeenAt) = (jobID, name, firstSeenAt)
        self = facts
    }
}
