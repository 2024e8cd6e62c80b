internal import BelfryCore

extension LocatedSecret {
    /// The secret as a bot's token; an unusable one is reported without repeating it.
    func botToken(problems: inout [Problem]) -> TelegramBotToken? {
        let token = TelegramBotToken(text)
        if token == nil { problems.append(place.problem(TelegramBotToken.expectation)) }
        return token
    }
}
