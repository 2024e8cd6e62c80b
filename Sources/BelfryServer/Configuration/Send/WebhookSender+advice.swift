extension WebhookSender.Answer {
    /// What to do about a refusal, for the person who sent it; nil for an accepted webhook.
    public func advice(secretID: String) -> String? {
        switch status {
        case 200...299: nil
        case 400: "the body is not what A1Cron sends: the answer says what is wrong with it"
        case 401:
            "the server does not know the secret \(secretID): run this with the server's configuration (--config) or in its"
                + " folder, so that both read the same secret"
        case 403:
            "this machine's address is not among webhook.allowed_sources; the server's log names the address it judged"
        case 404, 405: "no Belfry answers at this address; --url is that of belfry serve, without a path"
        case 413: "the body is larger than 64 KiB"
        case 500...599:
            "the server cannot store it now; its log says why. A1Cron's webhook would have been refused, too"
        default: "belfry serve does not answer like this; is something else listening there?"
        }
    }
}
