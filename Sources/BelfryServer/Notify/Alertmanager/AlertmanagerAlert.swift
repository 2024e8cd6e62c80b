/// An alert as Alertmanager's API takes it.
///
/// https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml (`postableAlert`)
struct AlertmanagerAlert: Encodable {
    /// The identity.
    var labels: [String: String]
    var annotations: [String: String]
    var startsAt: String
    /// In the past for an alert that is over, in the future for one that fires.
    var endsAt: String
    /// A page about it.
    var generatorURL: String?
}
