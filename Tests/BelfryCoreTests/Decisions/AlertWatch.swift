import BelfryCore

/// Looks at every decision for what an alert may never do.
struct AlertWatch {
    let rules: RuleSet
    /// What was seen that may not be.
    private(set) var violations: [String] = []
    /// Alerts that have fired, and those of them that have ended.
    private(set) var fired: Set<Int64> = []
    private(set) var resolved: Set<Int64> = []
    private var inactive: Set<Int64> = []

    init(rules: RuleSet) {
        self.rules = rules
    }

    /// A decision made at `now`, and the alerts that are open after it.
    mutating func see(_ decision: BatchDecision, open: [AlertEpisode], now: Instant) {
        for transition in decision.transitions {
            let id = transition.alertID
            switch transition.kind {
            case .firing: require(fired.insert(id).inserted, "\(id) fires twice")
            case .final, .flapping:
                require(fired.contains(id) && !resolved.contains(id), "\(id) is \(transition.kind) and does not fire")
            case .resolved:
                require(fired.contains(id), "\(id) is resolved and never fired")
                require(resolved.insert(id).inserted, "\(id) is resolved twice")
            }
        }
        require(
            Set(decision.alerts.map(\.alertID)).count == decision.alerts.count,
            "an alert is written twice in one decision"
        )
        for alert in decision.alerts { look(at: alert, now: now) }
        for alert in decision.inactiveAlerts {
            require(inactive.insert(alert.alertID).inserted, "\(alert.alertID) goes inactive twice")
            require(!fired.contains(alert.alertID), "\(alert.alertID) has fired and goes inactive")
        }
        let identities = open.map { "\($0.jobID) \($0.fingerprint)" }
        require(Set(identities).count == identities.count, "two open episodes of one identity")
        for alert in open {
            require(!resolved.contains(alert.alertID), "\(alert.alertID) is open and resolved")
            require(!inactive.contains(alert.alertID), "\(alert.alertID) is open and inactive")
            require((alert.state == .firing) == fired.contains(alert.alertID), "\(alert.alertID) fires untold")
        }
    }

    private mutating func look(at alert: AlertEpisode, now: Instant) {
        let id = alert.alertID
        require((alert.state == .resolved) == resolved.contains(id), "\(id) is resolved untold")
        require((alert.state == .resolved) == (alert.resolvedAt != nil), "\(id) has the wrong end")
        guard alert.state != .pending else { return }
        guard let rule = rules.rule(named: alert.alertname), let since = alert.firingSince else {
            violations.append("\(id) fires since no time or by no rule")
            return
        }
        require(since - alert.activeSince >= rule.pendingFor, "\(id) fired before its time")
        require(Int(alert.matches) >= rule.consecutive, "\(id) fired after \(alert.matches) matches")
        require(since <= now, "\(id) fires in the future")
    }

    private mutating func require(_ holds: Bool, _ violation: String) {
        if !holds { violations.append(violation) }
    }
}
