internal import Crypto
internal import Yams
enum CorePlaceholder {}
