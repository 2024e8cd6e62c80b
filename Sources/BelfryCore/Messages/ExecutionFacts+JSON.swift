extension ExecutionFacts {
    /// Writes the facts as an object.
    func write(to json: inout JSONBytes) {
        json.object { json in
            json.key("errorFingerprint", errorFingerprint)
            json.key("errorMessage", errorMessage)
            json.key("executedAt", executedAt.microseconds)
            json.key("executionID", executionID)
            json.key("isTest")
            json.write(isTest)
            json.key("maximumAttempts", maximumAttempts)
            json.key("nextRetryAt", nextRetryAt?.microseconds)
            json.key("responseBody", responseBody)
            json.key("responseCode", responseCode)
            json.key("responseTimeMS", responseTimeMS)
            json.key("retryAttempt", retryAttempt)
            json.key("status", status)
        }
    }

    /// Reads the object.
    init(from json: inout JSONReader) throws(JSONProblem) {
        var (executionID, status): (String?, String?)
        var (executedAt, responseTimeMS): (Instant?, Int64?)
        var facts = ExecutionFacts(
            executionID: "",
            status: "",
            executedAt: Instant(microseconds: 0),
            responseTimeMS: 0,
            retryAttempt: 0
        )
        try json.readObject { json, key throws(JSONProblem) in
            switch key {
            case "executionID": executionID = try json.readText()
            case "status": status = try json.readText()
            case "executedAt": executedAt = Instant(microseconds: try json.readInteger())
            case "responseCode": facts.responseCode = try json.readInteger()
            case "responseTimeMS": responseTimeMS = try json.readInteger()
            case "errorMessage": facts.errorMessage = try json.readText()
            case "errorFingerprint": facts.errorFingerprint = try json.readText()
            case "responseBody": facts.responseBody = try json.readText()
            case "retryAttempt": facts.retryAttempt = try json.readInteger()
            case "maximumAttempts": facts.maximumAttempts = try json.readInteger()
            case "nextRetryAt": facts.nextRetryAt = Instant(microseconds: try json.readInteger())
            case "isTest": facts.isTest = try json.readFlag()
            default: try json.skipValue(depth: 3)
            }
        }
        guard let executionID, let status, let executedAt, let responseTimeMS else {
            throw JSONProblem(detail: "an execution lacks a member")
        }
        (facts.executionID, facts.status) = (executionID, status)
        (facts.executedAt, facts.responseTimeMS) = (executedAt, responseTimeMS)
        self = facts
    }
}
