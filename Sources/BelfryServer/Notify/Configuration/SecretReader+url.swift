internal import BelfryCore

extension SecretReader {
    /// The address under `key`, or in the file under `key_file`, or the one that is set for all; nil when reported.
    func url(
        _ key: String,
        in mapping: YAMLMapping,
        otherwise shared: (key: String, url: TargetURL?)? = nil,
        global: GlobalDefaults,
        problems: inout [Problem]
    ) -> TargetURL? {
        if mapping[key] != nil || mapping["\(key)_file"] != nil {
            return secret(key, in: mapping, problems: &problems)?.url(global, problems: &problems)
        }
        if let url = shared?.url { return url }
        let elsewhere = shared.map { ", here or as global.\($0.key)" } ?? ""
        problems.append(mapping.owner.problem("needs \"\(key)\" or \"\(key)_file\"\(elsewhere)"))
        return nil
    }
}
