extension Configuration {
    /// The section `a1cron`: `account_id`, `api_key` or `api_key_file`, `api_secret` or `api_secret_file`, `base_url`.
    public struct A1Cron: Sendable {
        /// Where the API is unless `base_url` says otherwise.
        public static let defaultBaseURL = "https://api.a1base.com/v1"

        /// The account whose jobs are read.
        public var accountID: String
        /// The header `X-API-Key`.
        public var apiKey: Secret
        /// The header `X-API-Secret`.
        public var apiSecret: Secret
        /// Where the API is, without a slash at the end.
        public var baseURL = defaultBaseURL

        /// Access to an account.
        public init(accountID: String, apiKey: Secret, apiSecret: Secret) {
            self.accountID = accountID
            self.apiKey = apiKey
            self.apiSecret = apiSecret
        }
    }
}
