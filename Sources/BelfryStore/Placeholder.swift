internal import BelfryCore
internal import Libpq
enum StorePlaceholder {}
