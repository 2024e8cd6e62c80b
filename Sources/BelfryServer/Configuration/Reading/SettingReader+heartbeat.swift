internal import BelfryCore

extension SettingReader {
    /// Reads `heartbeat`; nil where it is absent.
    mutating func heartbeat(_ global: GlobalDefaults) -> Configuration.Heartbeat? {
        let every = span("heartbeat.every", in: .seconds(10) ... .days(1))
        guard let secret = secret("heartbeat.url") else {
            if self["heartbeat.every"] != nil, self["heartbeat.url"] == nil, self["heartbeat.url_file"] == nil {
                report("needs heartbeat.url or heartbeat.url_file: where to", at: "heartbeat.every")
            }
            return nil
        }
        guard let url = secret.url(global, problems: &problems) else { return nil }
        return Configuration.Heartbeat(url: url, every: every ?? .minutes(1))
    }
}
