package dev.faultline.api.schema;

import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A cron schedule of five fields, with names of months and days in any case. That a range does not run backwards, the
 * operator says. Source: CronJob spec.schedule.
 */
@Size(max = 128)
@ValidationRule(
        value = "self.matches('^" + CronSchedule.MINUTES + " +" + CronSchedule.HOURS + " +" + CronSchedule.DAYS + " +"
                + CronSchedule.MONTHS + " +" + CronSchedule.WEEKDAYS + "$')",
        message = "must be a cron schedule of five fields, minute, hour, day of the month, month and day of the "
                + "week from "
                + "0 to 6, such as \"0 10 1 1,4,7,10 *\"; @daily and its like, and a time zone, are not known here")
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface CronSchedule {
    /** What comes before one value of a field. */
    String ITEM = "([*?]|";

    /** What comes between the two values of a range. */
    String TO = "(-";

    /** What comes behind a value or range: perhaps a step, perhaps more. */
    String REST = ")?)(/[1-9][0-9]?)?";

    /** 0 to 59. */
    String MINUTE = "[0-5]?[0-9]";

    /** 0 to 23. */
    String HOUR = "([01]?[0-9]|2[0-3])";

    /** 1 to 31. */
    String DAY = "(0?[1-9]|[12][0-9]|3[01])";

    /** 1 to 12, or a name. */
    String MONTH = "(0?[1-9]|1[0-2]|(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))";

    /** 0 to 6, or a name. */
    String WEEKDAY = "(0?[0-6]|(?i:sun|mon|tue|wed|thu|fri|sat))";

    /** The first field. */
    String MINUTES = ITEM + MINUTE + TO + MINUTE + REST + "(," + ITEM + MINUTE + TO + MINUTE + REST + ")*";

    /** The second field. */
    String HOURS = ITEM + HOUR + TO + HOUR + REST + "(," + ITEM + HOUR + TO + HOUR + REST + ")*";

    /** The third field. */
    String DAYS = ITEM + DAY + TO + DAY + REST + "(," + ITEM + DAY + TO + DAY + REST + ")*";

    /** The fourth field. */
    String MONTHS = ITEM + MONTH + TO + MONTH + REST + "(," + ITEM + MONTH + TO + MONTH + REST + ")*";

    /** The fifth field. */
    String WEEKDAYS = ITEM + WEEKDAY + TO + WEEKDAY + REST + "(," + ITEM + WEEKDAY + TO + WEEKDAY + REST + ")*";
}
