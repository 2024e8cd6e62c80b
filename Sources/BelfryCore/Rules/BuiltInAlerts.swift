/// The alerts that are about Belfry itself and stand in no rule file.
public enum BuiltInAlerts {
    /// Their names, which no rule can have and no reload removes.
    public static let alertnames =
        [RuleFailureDecider.alertname, WebhookRejectionDecider.alertname, BrokenReceiverDecider.alertname]
        + TriggerTrouble.Kind.allCases.map(\.rawValue)
}
