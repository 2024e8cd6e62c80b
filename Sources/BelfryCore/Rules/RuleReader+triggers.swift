/// The keys that only some rules have.
extension RuleReader {
    /// Intervals between runs.
    private static let intervals = TimeSpan.minutes(1)...TimeSpan.days(400)
    /// Bytes of a query: it is stored with the rules and asked again and again.
    private static let maximumQuery = 16_384

    /// `flapping`: whether a job that goes up and down keeps the alert firing; it does unless told otherwise.
    mutating func readFlapping(_ value: YAMLValue?) -> Bool {
        guard let value, let text = value.string(problems: &problems) else { return true }
        guard ["damp", "ring"].contains(text) else {
            problems.append(
                value.problem(
                    "must be damp (one alert until the job has settled) or ring (one for every change), got \"\(text)\""
                )
            )
            return true
        }
        return text == "damp"
    }

    /// `schedule`, `timezone` and `dst`, or `every`; nil where none is given and each job's own history decides.
    mutating func readSchedule(_ mapping: YAMLMapping) -> JobSchedule? {
        if let value = mapping["every"] {
            for key in ["schedule", "timezone", "dst"] {
                guard let other = mapping[key] else { continue }
                problems.append(other.problem("\"\(key)\" and \"every\" exclude each other"))
            }
            return span(value, in: Self.intervals).map(JobSchedule.every)
        }
        guard let value = mapping["schedule"] else {
            for key in ["timezone", "dst"] {
                guard let other = mapping[key] else { continue }
                problems.append(other.problem("\"\(key)\" has no meaning without \"schedule\""))
            }
            return nil
        }
        let zone = readZone(mapping["timezone"])
        let policy = readPolicy(mapping["dst"], hasZone: mapping["timezone"] != nil)
        guard let text = value.string(problems: &problems) else { return nil }
        do throws(CronExpressionError) {
            return .cron(try CronExpression(text), zone: zone, policy: policy)
        } catch {
            problems.append(value.problem("\(error)"))
            return nil
        }
    }

    /// `query`, without a semicolon at its end.
    mutating func readQuery(_ mapping: YAMLMapping) -> String? {
        guard let value = mapping.required("query", problems: &problems),
            var text = value.string(problems: &problems)
        else { return nil }
        while let last = text.last, last == ";" || last.isWhitespace { text.removeLast() }
        if text.isEmpty {
            problems.append(value.problem("must be a SELECT"))
        } else if text.utf8.count > Self.maximumQuery {
            problems.append(value.problem("is longer than \(Self.maximumQuery) bytes: make a view of it"))
        }
        return text
    }

    private mutating func readZone(_ value: YAMLValue?) -> ScheduleZone {
        guard let value, let text = value.string(problems: &problems) else { return .utc }
        guard let zone = ScheduleZone(text) else {
            problems.append(
                value.problem(
                    "this machine knows no time zone \"\(text)\": use an IANA name such as Europe/Berlin (package tzdata)"
                )
            )
            return .utc
        }
        return zone
    }

    /// A schedule in a zone is read as cron does it; one without a zone is in UTC, where no clock is changed.
    private mutating func readPolicy(_ value: YAMLValue?, hasZone: Bool) -> DaylightSavingPolicy {
        guard let value, let text = value.string(problems: &problems) else { return hasZone ? .cron : .utc }
        guard let policy = DaylightSavingPolicy(rawValue: text) else {
            let known = DaylightSavingPolicy.allCases.map(\.rawValue)
            problems.append(
                value.problem(
                    "must be one of \(known.joined(separator: ", ")), got \"\(text)\"\(NearestName.hint(text, in: known))"
                )
            )
            return .utc
        }
        return policy
    }
}
