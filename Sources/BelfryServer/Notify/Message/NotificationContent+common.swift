internal import BelfryCore

extension NotificationContent {
    /// The annotations every alert shown has with the same text.
    var commonAnnotations: [String: RenderedText] {
        guard let first = alerts.first else { return [:] }
        return alerts.dropFirst().reduce(into: first.annotations) { common, alert in
            common = common.filter { alert.annotations[$0.key]?.plain == $0.value.plain }
        }
    }
}
