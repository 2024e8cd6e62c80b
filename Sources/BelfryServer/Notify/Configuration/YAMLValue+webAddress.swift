internal import BelfryCore

extension YAMLValue {
    /// The address here, which a chat is to load a picture from.
    func webAddress(problems: inout [Problem]) -> String? {
        guard let text = string(problems: &problems) else { return nil }
        guard let address = WebAddress.checked(text) else {
            problems.append(problem("must be an address that begins with https:// or http://"))
            return nil
        }
        return address
    }
}
